using System.CommandLine;
using System.Text;
using Praxis.Lab;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;
using Praxis.Papers.Compression.Checkpoints;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis generate MODEL PROMPT</c>: let a language model write, or fill gaps.</summary>
internal static class GenerateCommand
{
    private const int LikeliestShown = 5;

    private static readonly Argument<string> ModelName = new("model") { Description = "A bundled model ('praxis models'), a folder with config.json, model.safetensors and tokenizer.json, or what 'praxis compress' wrote", HelpName = "MODEL" };

    private static readonly Argument<string> Prompt = new("prompt") { Description = "The text to go on from; for a bert a text with [MASK] in it", HelpName = "PROMPT", DefaultValueFactory = _ => "" };

    private static readonly Option<int> Tokens = new("--tokens") { Description = "The most tokens to write", HelpName = "N", DefaultValueFactory = _ => 200 };

    private static readonly Option<double> Temperature = new("--temperature") { Description = "How bold: 0 always takes the likeliest token, 1 draws by the model's own probabilities", HelpName = "T", DefaultValueFactory = _ => 0.8 };

    private static readonly Option<int?> TopK = new("--top-k") { Description = "Draw only from the likeliest K tokens", HelpName = "K" };

    private static readonly Option<double> TopP = new("--top-p") { Description = "Draw only from the fewest likeliest tokens whose probabilities add up to P", HelpName = "P", DefaultValueFactory = _ => 0.95 };

    private static readonly Option<long> Seed = new("--seed") { Description = "Seed: the same model, prompt, options and seed give the same text", HelpName = "S", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Samples = new("--samples") { Description = "How many texts to write", HelpName = "N", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        ModelName.CompletionSources.Add(_ => BundledModels.Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        Within(Tokens, value => value is >= 1 and <= 1_000_000, "--tokens must lie between 1 and 1000000.");
        Within(Temperature, value => value >= 0 && double.IsFinite(value), "--temperature must be 0 or above.");
        Within(TopK, value => value is null or >= 1, "--top-k must be at least 1.");
        Within(TopP, value => value is > 0 and <= 1, "--top-p must be above 0 and at most 1.");
        Within(Samples, value => value is >= 1 and <= 1000, "--samples must lie between 1 and 1000.");
        var command = new Command("generate", "Let a language model write on from a text; a masked one (bert) fills gaps instead.")
        {
            ModelName, Prompt, Tokens, Temperature, TopK, TopP, Seed, Samples, Json,
        };
        command.SetAction(Session.Action((_, parsed, cancel) => Task.Run(() => Run(parsed, cancel), CancellationToken.None)));
        HelpExamples.Add(command, """
            praxis generate llama-4m "In the beginning"
            praxis generate llama-4m "It is a truth" --samples 3 --temperature 0.6 --top-k 40
            praxis generate bert-1m "the [MASK] of God"           a bert: the likeliest words for a gap
            praxis generate my-model "" --tokens 500              a folder of yours; without a prompt
            """);
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var folder = BundledModels.Find(parsed.GetValue(ModelName)!);
        var path = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(path)) throw new UserException($"{folder} has no tokenizer.json, which makes tokens of text.");
        var tokenizer = Tokenizer.Load(path);
        var model = CompressedCheckpoint.LoadAny(folder);
        if (model.Configuration.VocabularySize < tokenizer.VocabularySize)
            throw new UserException($"The tokenizer of {folder} has {tokenizer.VocabularySize} tokens and its model only {model.Configuration.VocabularySize}: they do not belong together.");
        if (model is CausalLanguageModel causal) Write(parsed, folder, causal, tokenizer, cancel);
        else Fill(parsed, folder, model, tokenizer);
        return ExitCode.Done;
    }

    private static void Write(ParseResult parsed, string folder, CausalLanguageModel model, Tokenizer tokenizer, CancellationToken cancel)
    {
        var prompt = parsed.GetValue(Prompt)!;
        int[] tokens = prompt.Length > 0 ? tokenizer.Encode(prompt) : [];
        if (tokens.Length == 0) tokens = [model.Configuration.BeginToken ?? throw new UserException("This model has no token that begins a text: give a prompt.")];
        var options = new SamplingOptions
        {
            Temperature = parsed.GetValue(Temperature),
            TopK = parsed.GetValue(TopK),
            TopP = parsed.GetValue(TopP),
            Limit = parsed.GetValue(Tokens),
            Overflow = ContextOverflow.Slide,
        };
        var seed = parsed.GetValue(Seed);
        var json = parsed.GetValue(Json);
        var samples = new List<object>();
        for (var sample = 0; sample < parsed.GetValue(Samples); sample++)
        {
            if (!json) Console.Write((sample > 0 ? "\n⁂\n\n" : "") + prompt);
            var text = new StringBuilder(prompt);
            var stream = new StreamedText(pieces => tokenizer.Decode(pieces));
            var count = 0;
            foreach (var token in TextGeneration.Generate(model, tokens, options, new RandomStream(seed).Fork(sample)))
            {
                cancel.ThrowIfCancellationRequested();
                count++;
                Tell(stream.Add(token));
            }
            Tell(stream.Finish());
            if (!json) Console.WriteLine();
            samples.Add(new { text = text.ToString(), tokens = count });

            void Tell(string piece)
            {
                text.Append(piece);
                if (json || piece.Length == 0) return;
                Console.Write(piece);
                Console.Out.Flush();
            }
        }
        if (json) Output.WriteJson(new { model = folder, prompt, seed, options.Temperature, options.TopK, options.TopP, samples });
    }

    private static void Fill(ParseResult parsed, string folder, LanguageModel model, Tokenizer tokenizer)
    {
        var text = parsed.GetValue(Prompt)!;
        if (!text.Contains(MaskedTokens.Mask, StringComparison.Ordinal))
            throw new UserException($"A {model.Configuration.ModelType} does not write on: it fills gaps. Put {MaskedTokens.Mask} where words are missing, such as \"the {MaskedTokens.Mask} of God\".");
        var gaps = FilledMask.All(model, tokenizer, text, LikeliestShown);
        if (parsed.GetValue(Json))
        {
            Output.WriteJson(new { model = folder, text, gaps = gaps.Select(gap => gap.Likeliest.Select(word => new { word.Text, word.Probability })) });
            return;
        }
        foreach (var (i, gap) in gaps.Index())
        {
            if (gaps.Count > 1) Console.WriteLine($"{MaskedTokens.Mask} {i + 1}");
            foreach (var (word, probability) in gap.Likeliest) Console.WriteLine($"{Numbers.Fixed(100 * probability, 1),6} %  {word}");
        }
    }

    private static void Within<T>(Option<T> option, Func<T?, bool> holds, string message) => option.Validators.Add(result =>
    {
        if (!holds(result.GetValueOrDefault<T>())) result.AddError(message);
    });
}
