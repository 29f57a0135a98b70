using System.Diagnostics;
using System.Text.Json;
using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Checkpoints.Onnx;
using Praxis.Papers.Compression.Entries;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Compresses a checkpoint on the disk into another: what <c>praxis compress</c> does.</summary>
public sealed class CheckpointCompressor
{
    private const int LongestUsualContext = 512;

    private static readonly JsonSerializerOptions Indented = new(LabJson.Plain) { WriteIndented = true };

    private readonly CompressionRequest _request;
    private readonly DataFolder _data;
    private readonly CheckpointSource _source;
    private readonly OutputFolder _output;
    private readonly StageProgress _progress;
    private readonly CancellationToken _cancel;
    private readonly List<string> _remarks = [];
    private readonly CompressionText? _text;

    private CheckpointCompressor(CompressionRequest request, DataFolder data, CheckpointSource source, OutputFolder output, IProgress<StudyProgress>? progress, CancellationToken cancel)
    {
        (_request, _data, _source, _output, _cancel) = (request, data, source, output, cancel);
        _text = Text();
        bool chooses = request.Entry is null && (request.Method == CompressionRequest.Auto || (request.Method is null && _text is not null));
        _progress = new StageProgress(progress, [.. Stages(chooses)]);
    }

    private static IEnumerable<(string, double)> StageWeights { get; } =
        [("checking", 1), ("measuring the original", 10), ("trying methods", 60), ("calibrating", 15), ("compressing", 40), ("healing", 60), ("writing", 4), ("measuring", 10)];

    /// <summary>Compresses.</summary>
    /// <param name="request">What, and how.</param>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops it; then nothing is written.</param>
    /// <exception cref="ToolException">Something in the request cannot be; the message says what can. Nothing is written.</exception>
    /// <exception cref="Praxis.Learning.LearningException">A file of the model is missing or damaged. Nothing is written.</exception>
    public static CompressionOutcome Run(CompressionRequest request, DataFolder data, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        Check(request);
        using var source = CheckpointSource.Open(request.Model);
        using var output = new OutputFolder(request.Output, request.Overwrite, request.Model);
        return new CheckpointCompressor(request, data, source, output, progress, cancel).Run();
    }

    /// <summary>What a request asks of a method.</summary>
    internal static CompressionPlan PlanOf(ICompressionEntry entry, CompressionRequest request)
    {
        var plan = CompressionPlan.Of(entry, request.Keep) with { Random = new RandomStream(request.Seed).Fork("compress") };
        return request.Allocation is { } name ? plan with { Allocation = AllocationChoice.Of(name, request.Keep)! } : plan;
    }

    private static void Check(CompressionRequest request)
    {
        if (!(request.Keep is > 0 and <= 1))
            throw new ToolException(FormattableString.Invariant($"--keep {request.Keep}: the share to keep is more than 0 and at most 1, such as 0.5."));
        if (request.Method is { } method and not CompressionRequest.Auto && CompressionEntries.Of(method) is null)
            throw new ToolException($"There is no method '{method}'. There are {CompressionRequest.Auto}, {CompressionEntries.Keys}.");
        if (request.Allocation is { } allocation && AllocationChoice.Of(allocation, request.Keep) is null)
            throw new ToolException($"There is no allocation '{allocation}'. There are {string.Join(", ", AllocationChoice.Names.Select(choice => choice.Name))}, and each method's own under its key.");
    }

    private IEnumerable<(string, double)> Stages(bool chooses) => StageWeights.Where(stage => stage.Item1 switch
    {
        "measuring the original" or "calibrating" or "measuring" => _text is not null,
        "trying methods" => chooses,
        "healing" => _request.HealSteps > 0,
        _ => true,
    });

    private CompressionText? Text()
    {
        if (_source.Folder is null)
        {
            if (_request.Format is CheckpointFormat.Onnx or CheckpointFormat.Peft)
                throw new ToolException($"{_source.Path} is a lone file, of which nobody knows how its weights are used: --format onnx and peft need the model's folder.");
            if (_request.TextFile is not null || _request.HealSteps > 0 || _request.Method == CompressionRequest.Auto)
                throw new ToolException($"{_source.Path} is a lone file: nothing can pass through it, so that --text, --heal and --method auto have no use. Give the model's folder.");
            _remarks.Add("A lone file: every matrix of two rows and columns at least was compressed, embeddings included, and nothing was measured.");
            return null;
        }

        if (!_request.Measure)
        {
            if (_request.TextFile is not null || _request.HealSteps > 0 || _request.Method == CompressionRequest.Auto)
                throw new ToolException("--no-measure leaves out the text, without which --text, --heal and --method auto have no use.");
            _remarks.Add("Nothing was measured, as asked.");
            return null;
        }

        if (_source.TokenizerFile is null && _request.TextFile is null && _request.HealSteps == 0 && _request.Method != CompressionRequest.Auto)
        {
            _remarks.Add($"{_source.Path} has no tokenizer.json, so that no text could be measured.");
            return null;
        }

        var tokenizer = _source.LoadTokenizer();
        var configuration = _source.Configuration!;
        int context = _request.Context ?? Math.Min(configuration.ContextLength, LongestUsualContext);
        if (context < 4 || context > configuration.ContextLength)
            throw new ToolException($"--context {context}: the model's context has {configuration.ContextLength} tokens; give a number from 4 to that.");
        return _request.TextFile is { } file
            ? CompressionText.OfFile(file, tokenizer, configuration, context, _request.Windows)
            : CompressionText.OfEnglish(_data, tokenizer, configuration, context, _request.Windows);
    }

    private CompressionOutcome Run()
    {
        var clock = Stopwatch.StartNew();
        _source.RequireFinite(_progress.Begin("checking"), _cancel);
        var model = _text is null ? null : _source.LoadModel();
        ModelEvaluation? before = null;
        NextTokens? choices = null;
        if (model is not null)
        {
            before = Measure(model, "measuring the original", null, null);
            choices = NextTokens.Of(model, _text!.HeldOut, cancel: _cancel);
        }

        IReadOnlyList<MethodTrial> trials = [];
        string key = _request.Entry?.Key ?? _request.Method ?? (model is null ? "svd" : CompressionRequest.Auto);
        if (key == CompressionRequest.Auto)
        {
            trials = MethodChoice.Try(model!, _text!, _request, _progress.Begin("trying methods"), _cancel);
            key = trials[0].Method;
        }

        var entry = _request.Entry ?? CompressionEntries.Of(key)!;
        if (entry.Needs != StatisticsNeeded.None && model is null)
            throw new ToolException($"The method {key} looks at what passes through each layer on a text, and here none can pass. Take one that needs none: {string.Join(", ", CompressionEntries.All.Where(other => other.Needs == StatisticsNeeded.None).Select(other => other.Key))}.");

        string compressed = Directory.CreateDirectory(Path.Combine(_output.Work, "compressed")).FullName;
        var report = Compress(entry, model, compressed);
        model = null; // what follows needs the memory

        HealedModel? healed = null;
        if (_request.HealSteps > 0)
            (compressed, healed) = Heal(compressed, key, report, choices!);
        (var after, long bytes) = WriteAndMeasure(compressed, key, choices);
        if (_source.Folder is not null && _request.TextFile is null && _text is not null)
            _remarks.Add("No --text was given: calibrated and measured on the bundled English, the kind of text that the bundled models were trained on. For another model give a text of the kind that it is used for.");
        var outcome = Outcome(entry, report, trials, healed, before, after, bytes) with { Seconds = clock.Elapsed.TotalSeconds };
        _cancel.ThrowIfCancellationRequested();
        File.WriteAllText(Path.Combine(_output.Content, CompressionOutcome.FileName), JsonSerializer.Serialize(outcome, Indented) + "\n");
        _output.Finish();
        return outcome;
    }

    private CompressionReport Compress(ICompressionEntry entry, LanguageModel? model, string folder)
    {
        var statistics = Statistics(entry, model);
        var stage = _progress.Begin("compressing");
        var plan = PlanOf(entry, _request) with
        {
            Progress = new Told<CompressionProgress>(done => stage.Report(done.Share)),
            Cancellation = _cancel,
        };
        var maps = _source.Maps.ToDictionary(map => map.Name);
        var inModel = entry.Sequential ? model!.LinearMaps().ToDictionary(map => map.Name) : [];
        using var writer = new CompressedCheckpointWriter(_source, folder);
        try
        {
            var report = LayerCompression.Run(
                _source.Layers(statistics),
                plan,
                (layer, form) =>
                {
                    var map = maps[layer.Name];
                    writer.Add(map, form is DenseWeight dense && WeightErrors.RelativeWeightError(map.Read(), dense.Weight) == 0 ? null : form);
                    if (inModel.TryGetValue(layer.Name, out var linear))
                        linear.ReplaceBy(form);
                },
                entry.Sequential ? new SequentialCalibration(model!, _text!.Calibration, _cancel).Statistics : null);
            writer.Finish(entry.Key, report);
            foreach (var group in writer.Densified.GroupBy(layer => layer.Form))
                _remarks.Add($"The form {group.Key} of {group.Count()} layers cannot be stored as such: they are stored dense, with the weights that the form stands for, and so take the original's bytes.");
            return report;
        }
        catch (BudgetException e)
        {
            throw new ToolException($"The budget cannot be met by {entry.Key}: {e.Message}{SmallestBudget.Of(_source, entry, plan, statistics)}", e);
        }
    }

    private IReadOnlyDictionary<string, LayerStatistics>? Statistics(ICompressionEntry entry, LanguageModel? model)
    {
        if (model is null)
            return null;
        var needs = (StatisticsNeeded)Math.Max((int)entry.Needs, (int)AllocationNeeds());
        if (needs == StatisticsNeeded.None)
            return null;
        var stage = _progress.Begin("calibrating");
        var text = _text!.Calibration;
        double share = needs == StatisticsNeeded.Gradients ? 0.3 : 1;
        var statistics = CalibrationStatistics.Gather(model, text, progress: new Told<double>(done => stage.Report(share * done)), cancel: _cancel);
        return needs == StatisticsNeeded.Gradients
            ? CalibrationStatistics.WithGradients(statistics, model, text, new Told<double>(done => stage.Report(share + ((1 - share) * done))), _cancel)
            : statistics;
    }

    private StatisticsNeeded AllocationNeeds() => _request.Allocation switch
    {
        null or "uniform" => StatisticsNeeded.None,
        { } name => CompressionEntries.Of(name)?.Needs ?? StatisticsNeeded.Inputs,
    };

    private ModelEvaluation Measure(LanguageModel model, string stage, IReadOnlyDictionary<string, CompressedWeight>? forms, NextTokens? choices) =>
        ModelEvaluation.Of(model, _text!.HeldOut, forms, choices, progress: _progress.Begin(stage), cancel: _cancel);

    private (string Folder, HealedModel Healed) Heal(string compressed, string key, CompressionReport report, NextTokens choices)
    {
        var clock = Stopwatch.StartNew();
        var stage = _progress.Begin("healing");
        var checkpoint = CompressedCheckpoint.Load(compressed);
        var before = ModelEvaluation.Of(checkpoint.Model, _text!.HeldOut, checkpoint.Forms, choices, cancel: _cancel);
        Healing.Train(checkpoint, _text, _request.HealSteps, new RandomStream(_request.Seed).Fork("heal"), stage, _cancel);
        string folder = Directory.CreateDirectory(Path.Combine(_output.Work, "healed")).FullName;
        Healing.Write(checkpoint, _source, folder, key, report);
        var written = CompressedCheckpoint.Load(folder);
        var after = ModelEvaluation.Of(written.Model, _text.HeldOut, written.Forms, choices, cancel: _cancel);
        return (folder, new HealedModel(_request.HealSteps, before.Perplexity, after.Perplexity, after.RatioTo(before), clock.Elapsed.TotalSeconds));
    }

    private (ModelEvaluation? After, long Bytes) WriteAndMeasure(string compressed, string key, NextTokens? choices)
    {
        var stage = _progress.Begin("writing");
        string content = _output.Content;
        switch (_request.Format)
        {
            case CheckpointFormat.Hf:
                HfExport.Write(_source, compressed, content);
                break;
            case CheckpointFormat.Onnx:
                OnnxExport.Write(_source, compressed, content);
                break;
            case CheckpointFormat.Peft:
                PeftExport.Write(_source, compressed, content, _request.Output, key);
                break;
            default:
                Directory.Delete(content);
                Directory.Move(compressed, content);
                compressed = content;
                break;
        }

        stage.Report(1);
        long bytes = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories).Where(IsWeights).Sum(file => new FileInfo(file).Length);
        if (_text is null)
            return (null, bytes);
        // What others will load is measured as they load it, where this program can; the graph and the adapter are the same numbers in other words.
        if (_request.Format == CheckpointFormat.Hf)
            return (Measure(LanguageModel.Load(content), "measuring", null, choices), bytes);
        var checkpoint = CompressedCheckpoint.Load(compressed);
        return (Measure(checkpoint.Model, "measuring", checkpoint.Forms, choices), bytes);
    }

    private static bool IsWeights(string file) => Path.GetExtension(file) is ".safetensors" or ".onnx" or ".data";

    private CompressionOutcome Outcome(
        ICompressionEntry entry, CompressionReport report, IReadOnlyList<MethodTrial> trials, HealedModel? healed, ModelEvaluation? before, ModelEvaluation? after, long bytes)
    {
        long parameters = _source.Parameters;
        if (trials.Count > 0)
            _remarks.Add(Why(trials));
        return new CompressionOutcome
        {
            Model = _request.Model,
            Architecture = _source.Configuration?.ModelType,
            Output = _request.Output,
            Format = _request.Format,
            Method = entry.Key,
            MethodName = entry.Name,
            Paper = CompressionEntries.PaperOf(entry),
            Keep = _request.Keep,
            Unit = entry.Unit,
            Kept = report.Kept,
            Allocation = report.Allocation,
            Text = _text?.Says,
            Before = new MeasuredModel
            {
                Parameters = parameters,
                CompressedParameters = report.ParametersBefore,
                CompressedBits = report.BitsBefore,
                Bytes = _source.Bytes,
                Perplexity = before?.Perplexity,
                TokensPerSecond = before?.TokensPerSecond,
            },
            After = new MeasuredModel
            {
                Parameters = parameters - report.ParametersBefore + report.ParametersAfter,
                CompressedParameters = report.ParametersAfter,
                CompressedBits = report.BitsAfter,
                Bytes = bytes,
                Perplexity = after?.Perplexity,
                Agreement = after?.Agreement,
                TokensPerSecond = after?.TokensPerSecond,
            },
            PerplexityRatio = before is null ? null : after?.RatioTo(before),
            Healed = healed,
            Trials = trials,
            Layers = report.Layers,
            CompressionSeconds = report.Seconds,
            Seconds = 0,
            Remarks = _remarks,
        };
    }

    private static string Why(IReadOnlyList<MethodTrial> trials)
    {
        MethodTrial[] tried = [.. trials.Where(trial => double.IsFinite(trial.Score))];
        string second = tried.Length > 1
            ? $"; next came {tried[1].Method} with {Numbers.Short(tried[1].Score)}"
            : "";
        string open = tried.Length > 1 && tried[0].Perplexity!.Value.High >= tried[1].Perplexity!.Value.Low
            ? ", within the other's interval, so that another text may choose otherwise"
            : "";
        return $"auto took {trials[0].Method}: of {tried.Length} methods tried on a sample of the calibration text it had the least perplexity, {Numbers.Short(tried[0].Score)}{second}{open}.";
    }
}
