using System.Diagnostics;
using System.Security.Cryptography;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>
/// A run of training, from texts to a model's folder. It can be stopped at any time, even by a power cut: the next run of the same
/// configuration goes on from the last checkpoint, to the same bits as if nothing had happened.
/// </summary>
public sealed class TrainingRun
{
    private const int MostLossPoints = 400;

    private readonly TrainingConfiguration _configuration;
    private readonly TrainingFolder _folder;
    private readonly TrainingData _data;
    private readonly LanguageModel _model;
    private readonly IBatches _batches;
    private readonly Trainer _trainer;
    private readonly string _textHash;
    private readonly string _tokenizerHash;
    private readonly List<LossPoint> _losses;
    private readonly List<ValidationPoint> _validations;
    private double _seconds;

    private TrainingRun(TrainingConfiguration configuration, TrainingFolder folder, TrainingData data, string textHash, string tokenizerHash, TrainingCheckpoint? checkpoint)
    {
        (_configuration, _folder, _data, _textHash, _tokenizerHash) = (configuration, folder, data, textHash, tokenizerHash);
        var random = new RandomStream(configuration.Seed);
        _model = LanguageModel.Create(
            configuration.Model.ToConfiguration(data.Tokenizer.VocabularySize, configuration.Context, data.Tokenizer.TokenId), random.Fork("model"));
        if (configuration.Model.SinePositions)
            SinePositions.Write(_model);
        _batches = configuration.Model.IsMasked
            ? new MaskedBatches(data.Train.Tokens, data.MaskedVocabulary, configuration.Batch, configuration.Context, random.Fork("batches"), configuration.Masked)
            : new CausalBatches(data.Train.Tokens, configuration.Batch, configuration.Context, random.Fork("batches"));
        _trainer = new Trainer(_model, _batches, configuration);
        if (checkpoint is not null)
            _trainer.Restore(checkpoint);
        ResumedAt = _trainer.Step;
        _losses = [.. checkpoint?.Curve.Losses ?? []];
        _validations = [.. checkpoint?.Curve.Validations ?? []];
        _seconds = checkpoint?.Seconds ?? 0;
    }

    /// <summary>The number of trained numbers.</summary>
    public long Parameters => _model.CountParameters();

    /// <summary>The steps that an earlier run had taken; 0 if there was none.</summary>
    public int ResumedAt { get; }

    /// <summary>The steps taken so far.</summary>
    public int Step => _trainer.Step;

    /// <summary>How often all steps see the training text.</summary>
    public double Epochs => _configuration.Steps / _batches.BatchesPerEpoch;

    /// <summary>Checks everything, makes or loads the tokenizer and the tokens, and finds the last checkpoint.</summary>
    /// <param name="configuration">What to train.</param>
    /// <param name="texts">What to learn from.</param>
    /// <param name="restart">Whether to throw away a checkpoint or a finished model.</param>
    /// <param name="progress">Told how far the tokenizer is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="LearningException">Something does not fit; the message says what and the cure.</exception>
    public static TrainingRun Prepare(
        TrainingConfiguration configuration, TrainingTexts texts, bool restart = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        var folder = new TrainingFolder(configuration.OutputFolder);
        folder.Open(restart);
        string textHash = TrainingData.Hash(texts);
        var checkpoint = File.Exists(folder.Checkpoint) ? TrainingCheckpoint.Read(folder.Checkpoint) : null;
        checkpoint?.RequireSame(folder.Checkpoint, configuration.Settings(), textHash);
        MakeTokenizer(configuration, texts, folder, checkpoint, progress, cancel);
        string tokenizerHash = FileHash(folder.WorkingTokenizer);
        checkpoint?.RequireSameTokenizer(folder.Checkpoint, tokenizerHash);
        progress?.Report(new TrainingProgress("making tokens", 0));
        var data = TrainingData.From(configuration, texts, Tokenizer.Load(folder.WorkingTokenizer));
        return new TrainingRun(configuration, folder, data, textHash, tokenizerHash, checkpoint);
    }

    /// <summary>Takes the steps that are left, measures the model, and writes its folder.</summary>
    /// <param name="machine">What to record of the machine.</param>
    /// <param name="progress">Told how far the run is.</param>
    /// <param name="cancel">Stops it after the step under way; a checkpoint is written then.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the same run can go on.</exception>
    public TrainingRecord Execute(string machine, IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        Train(progress, cancel);
        var store = _configuration.Store == StoredType.F32 ? (StoredType?)null : _configuration.Store;
        _model.Save(_folder.Model, store);
        File.Copy(_folder.WorkingTokenizer, _folder.Tokenizer, overwrite: true);
        if (Path.GetFullPath(_configuration.Path) != Path.GetFullPath(_folder.Configuration))
            WriteConfiguration();

        // What is measured is what was stored, after rounding.
        var record = new FinalEvaluation(_configuration, _data, LanguageModel.Load(_folder.Model)).Measure(progress, cancel) with
        {
            Steps = _trainer.Step,
            TokensSeen = (long)_trainer.Step * _batches.TokensPerBatch,
            Epochs = _trainer.Step / _batches.BatchesPerEpoch,
            Seconds = _seconds,
            Machine = machine,
            Curve = Curve(),
        };
        record.Write(_folder.Record);
        _folder.Close();
        return record;
    }

    private void Train(IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        int every = Math.Max(1, _configuration.Steps / MostLossPoints);
        var speed = new StepSpeed();
        while (_trainer.Step < _configuration.Steps)
        {
            if (cancel.IsCancellationRequested)
            {
                WriteCheckpoint();
                cancel.ThrowIfCancellationRequested();
            }

            double rate = _trainer.LearningRate;
            long began = Stopwatch.GetTimestamp();
            double loss = _trainer.TakeStep();
            double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
            _seconds += took;
            speed.Add(took);
            int step = _trainer.Step;
            bool last = step == _configuration.Steps;
            if (step % every == 0 || last)
                _losses.Add(new LossPoint(step, loss, _trainer.SmoothedLoss, rate));
            if (step % _configuration.EvaluateEvery == 0 || last)
                _validations.Add(new ValidationPoint(step, Glance()));
            if (step % _configuration.CheckpointEvery == 0 || last)
                WriteCheckpoint();
            progress?.Report(new TrainingProgress(
                $"step {step} of {_configuration.Steps}", (double)step / _configuration.Steps, step, _trainer.SmoothedLoss,
                _validations.Count > 0 ? _validations[^1].Loss : null, _batches.TokensPerBatch / speed.SecondsPerStep, (_configuration.Steps - step) * speed.SecondsPerStep));
        }
    }

    private double Glance()
    {
        _model.Eval();
        if (_configuration.Model.IsMasked)
        {
            var score = MaskedEvaluation.Score(Logits, _data.Validation.Tokens, _data.MaskedVocabulary, _configuration.Context, _configuration.EvaluationWindows, _configuration.Batch);
            return score.Nats / score.Hidden;
        }

        return CausalEvaluation.Glance(Logits, _data.Validation.Tokens, _configuration.Context, _configuration.EvaluationWindows, _configuration.Batch);

        Tensor Logits(Tensor tokens) => _model.Forward(tokens).Data;
    }

    private TrainingCurve Curve() => new() { Losses = [.. _losses], Validations = [.. _validations] };

    private void WriteCheckpoint() => new TrainingCheckpoint
    {
        Step = _trainer.Step,
        SmoothedLoss = _trainer.SmoothedLoss,
        Seconds = _seconds,
        Settings = _configuration.Settings(),
        Texts = _textHash,
        Tokenizer = _tokenizerHash,
        Curve = Curve(),
        DropoutCalls = _trainer.DropoutCalls(),
        Tensors = _trainer.Tensors(),
    }.Write(_folder.Checkpoint);

    // Paths in the copy are relative to where it lies.
    private void WriteConfiguration()
    {
        var here = _configuration with
        {
            Path = _folder.Configuration,
            Output = ".",
            TokenizerPath = _configuration.TokenizerPath is { } path ? Moved(path) : null,
            TrainFiles = [.. _configuration.TrainFiles.Select(Moved)],
            ValidationFiles = [.. _configuration.ValidationFiles.Select(Moved)],
            TestFiles = [.. _configuration.TestFiles.Select(Moved)],
        };
        SafetensorsWriting.Whole(_folder.Configuration, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(here.ToYaml())));

        string Moved(string path) => Path.GetRelativePath(_folder.Model, Path.GetFullPath(_configuration.Resolve(path)));
    }

    private static void MakeTokenizer(
        TrainingConfiguration configuration, TrainingTexts texts, TrainingFolder folder, TrainingCheckpoint? checkpoint, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        if (checkpoint is not null && File.Exists(folder.WorkingTokenizer) && FileHash(folder.WorkingTokenizer) == checkpoint.Tokenizer)
            return;
        if (configuration.TokenizerPath is { } path)
        {
            string from = configuration.Resolve(path);
            if (!File.Exists(from))
                throw new TrainingConfigurationException(configuration.Path, "tokenizer.path", $"there is no file {from}", "name a tokenizer.json; paths are relative to the configuration's folder");
            File.Copy(from, folder.WorkingTokenizer, overwrite: true);
            return;
        }

        var told = progress is null ? null : new Progress(share => progress.Report(new TrainingProgress("training the tokenizer", share)));
        Tokenizer.TrainByteLevelBpe(texts.Train, configuration.VocabularySize!.Value, configuration.Model.SpecialTokens, told, cancel).Save(folder.WorkingTokenizer);
    }

    private static string FileHash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    // Told on the thread that works, unlike System.Progress.
    private sealed class Progress(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
