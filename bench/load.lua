-- What the readers of bench/load ask for, and what came of it.
local feed = {
  "/", "/?sort=trending", "/?sort=discussed", "/?sort=checked", "/?before=2025-01-01", "/?before=2024-01-01", "/?before=2023-01-01",
  "/days/2024-03-05", "/weeks/2024-W10", "/months/2024-03", "/months/2025-02", "/days/2017-10-16",
}
local words = {
  "low", "rank", "matrix", "random", "attention", "sparse", "kernel", "gradient", "tensor", "spline", "model", "language", "learning", "network", "neural", "bound", "approximation",
  "optimal", "compression", "weights", "singular", "values", "eigenvalues", "graph", "sampling", "training", "deep", "linear", "quantization", "transformer", "adapters", "fourier",
  "polynomial", "convergence", "noise", "regression", "curve", "time", "series", "memory", "fast", "error", "data", "method", "function", "scaling", "token", "layer", "entropy", "norm",
}

local function search(i) return "/papers?q=" .. words[i % #words + 1] .. "+" .. words[(7 * i) % #words + 1] end
local function new() return "/papers?q=" .. words[math.random(#words)] .. "+" .. words[math.random(#words)] .. "+" .. words[math.random(#words)] .. "&p=" .. math.random(3) end

local mix = os.getenv("PRAXIS_LOAD_MIX")
local cookie = os.getenv("PRAXIS_LOAD_COOKIE")
local headers = { ["Accept-Encoding"] = "gzip, deflate, br", ["Accept"] = "text/html" }
if cookie and cookie ~= "" then headers["Cookie"] = cookie end
local count = 0

function init() math.randomseed(os.time()) end

function request()
  count = count + 1
  local path
  if mix == "feed" or mix == "signed-in" then path = feed[count % #feed + 1]
  elseif mix == "search" then path = search(math.floor(count / 2))
  elseif mix == "new" then path = new()
  elseif mix == "all" then path = count % 4 == 0 and "/papers/kaprekar" or count % 4 == 1 and feed[count % #feed + 1] or new()
  else path = count % 2 == 0 and feed[math.floor(count / 2) % #feed + 1] or search(math.floor(count / 4)) end
  return wrk.format("GET", path, headers)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "load: %d requests, %.0f a second, errors %d (status %d, timeout %d, socket %d); milliseconds p50 %.1f, p95 %.1f, p99 %.1f, longest %.1f\n",
    summary.requests, summary.requests / (summary.duration / 1e6), errors.status + errors.timeout + errors.connect + errors.read + errors.write, errors.status, errors.timeout,
    errors.connect + errors.read + errors.write, latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
