"use strict";

// The theme is set before the page is painted; everything else waits until the page is there.
(() => {
  const root = document.documentElement;
  const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;

  function themeToggle(place) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const button = document.createElement("button");
    button.type = "button";
    const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
    const show = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", isDark() ? "Use light colours" : "Use dark colours");
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* kept for this page only */ }
      show();
    });
    dark.addEventListener("change", show);
    show();
    place.append(button);
  }

  // A running study: the server tells where it stands; when it has ended, the page is loaded again with the report.
  function follow(section) {
    const at = id => document.getElementById(id);
    const events = new EventSource(section.dataset.follow);
    events.addEventListener("message", message => {
      const now = JSON.parse(message.data);
      if (now.ended) {
        events.close();
        location.reload();
        return;
      }
      at("state").textContent = now.state;
      at("state").className = `run-state ${now.state}`;
      at("stage").textContent = now.state === "queued"
        ? (now.position > 1 ? `Waits for ${now.position} runs before it.` : now.position === 1 ? "Waits for 1 run before it." : "Waits for its turn.")
        : now.stage ?? (now.position < 0 ? "At work in another process." : "Begins.");
      const share = `${Math.round(100 * now.fraction)} %`;
      at("bar").value = now.fraction;
      at("bar").textContent = share;
      at("share").textContent = share;
      at("elapsed").textContent = now.elapsed;
      at("measures").replaceChildren(...now.measures.flatMap(measure => {
        const name = document.createElement("dt");
        const value = document.createElement("dd");
        name.textContent = measure.name;
        value.textContent = measure.value;
        return [name, value];
      }));
    });
  }

  // A vote without loading the page again; where that fails, the form is sent as it would be without script.
  function vote(form) {
    form.addEventListener("submit", async event => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, redirect: "error" });
        if (!answer.ok) throw new Error(answer.statusText);
        const now = await answer.json();
        form.elements.take.value = now.voted ? "true" : "false";
        form.querySelector("[data-count]").textContent = now.votes.toLocaleString("en");
        button.setAttribute("aria-pressed", now.voted ? "true" : "false");
        button.setAttribute("aria-label", now.label);
        button.disabled = false;
        button.focus();
      } catch {
        button.disabled = false;
        form.submit();
      }
    });
  }

  // A link to something inside a folded part unfolds it.
  function unfold() {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const details = target?.closest("details");
    if (details) details.open = true;
  }

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(themeToggle);
    document.querySelectorAll("[data-follow]").forEach(follow);
    document.querySelectorAll("[data-vote]").forEach(vote);
    unfold();
  });
  addEventListener("hashchange", unfold);
})();
