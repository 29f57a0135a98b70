using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A model from tokens to a score for every token of the vocabulary at every place. Its parameters carry Hugging Face's names, so that
/// <see cref="Module.StateDictionary"/> is what model.safetensors holds; tied weights stand there once.
/// </summary>
public abstract class LanguageModel : Module
{
    /// <summary>The model's kind and sizes.</summary>
    public abstract ModelConfiguration Configuration { get; }

    /// <summary>A model with fresh weights, drawn as the model's authors did.</summary>
    /// <param name="configuration">The kind and sizes.</param>
    /// <param name="random">Where the weights (and the choices of dropout) come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="LearningException">The sizes do not fit each other.</exception>
    public static LanguageModel Create(ModelConfiguration configuration, RandomStream random, DType dtype = DType.F32) =>
        Build(configuration, new WeightSource.Fresh(dtype, configuration.InitializerRange, random));

    /// <summary>
    /// A model from a folder with config.json and model.safetensors (or several files with an index). It is ready for use: training is off.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dtype">F32 or F64: what the stored numbers are converted to.</param>
    /// <exception cref="ModelFileException">A file is missing or malformed, or a weight is missing or has another shape than the configuration asks for.</exception>
    public static LanguageModel Load(string folder, DType dtype = DType.F32)
    {
        using var directory = ModelDirectory.Open(folder);
        var model = Build(directory.Configuration, new WeightSource.Stored(directory, dtype));
        model.Eval();
        return model;
    }

    /// <summary>A model whose weights come from wherever they are: it asks for each by name and shape. Training is off.</summary>
    /// <param name="configuration">The kind and sizes.</param>
    /// <param name="dtype">F32 or F64, the type of every weight.</param>
    /// <param name="read">Gives a weight; a view that repeats one number is enough where only names and sizes matter.</param>
    /// <exception cref="LearningException">The sizes do not fit each other.</exception>
    public static LanguageModel Create(ModelConfiguration configuration, DType dtype, WeightReading read)
    {
        var model = Build(configuration, new WeightSource.Given(dtype, read));
        model.Eval();
        return model;
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <returns>(batch, time, vocabulary).</returns>
    /// <exception cref="LearningException">A token is outside the vocabulary, or the texts are longer than the context.</exception>
    public abstract Variable Forward(Tensor tokens);

    /// <summary>The vectors after the last block (and its norm, where the model ends with one), from which the scores are made.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <returns>(batch, time, d).</returns>
    /// <exception cref="LearningException">A token is outside the vocabulary, or the texts are longer than the context.</exception>
    public abstract Variable HiddenStates(Tensor tokens);

    /// <summary>
    /// The linear maps in the order in which a text passes them: all but embeddings and the output layer, which often is the embedding
    /// again. Each can be replaced by another layer.
    /// </summary>
    public abstract IReadOnlyList<LinearMap> LinearMaps();

    /// <summary>
    /// The gated feed-forward parts of the blocks in the order in which a text passes them, each of which can be replaced as a whole; none
    /// for models of another kind.
    /// </summary>
    public virtual IReadOnlyList<FeedForwardPart> FeedForwards() => [];

    /// <summary>The linear map with a name.</summary>
    /// <param name="name">Its full name, such as <c>transformer.h.0.mlp.c_fc</c>.</param>
    /// <exception cref="LearningException">There is none.</exception>
    public LinearMap LinearMap(string name) => LinearMaps().FirstOrDefault(map => map.Name == name)
        ?? throw new LearningException($"The model has no linear map named {name}; its maps are {string.Join(", ", LinearMaps().Select(map => map.Name))}.");

    /// <summary>Writes config.json and model.safetensors, which <see cref="Load"/> and Hugging Face's libraries read.</summary>
    /// <param name="folder">The folder; it is made if need be.</param>
    /// <param name="floatsAs">How to store the weights; as they are when null.</param>
    /// <exception cref="ModelFileException">A number does not fit its type, or a file cannot be written.</exception>
    /// <exception cref="LearningException">A linear map or feed-forward part is replaced, so that the weights are none that these files can hold.</exception>
    public void Save(string folder, StoredType? floatsAs = null)
    {
        if (LinearMaps().FirstOrDefault(map => map.IsReplaced) is { } replaced)
            throw new LearningException($"{replaced.Name} is computed by a {replaced.Layer.GetType().Name}, for which the model's files have no place; put a dense weight there first (LinearMap.Restore).");
        if (FeedForwards().FirstOrDefault(part => part.IsReplaced) is { Replacement: { } layer } other)
            throw new LearningException($"{other.Name} is computed by a {layer.GetType().Name}, for which the model's files have no place; restore it first (FeedForwardPart.Restore).");
        ModelDirectory.Save(folder, Configuration, StateDictionary(), floatsAs);
    }

    /// <summary>Checks tokens before they are looked up.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <param name="before">How many places come before them.</param>
    private protected void RequireTokens(Tensor tokens, int before = 0)
    {
        if (tokens.Rank != 2 || tokens.DType != DType.I64)
            throw new LearningException($"Tokens are I64 of shape (batch, time), not {tokens.DType} of shape {ShapeException.Describe(tokens.Shape)}.");
        int end = before + tokens.Shape[1];
        if (end > Configuration.ContextLength)
            throw new LearningException($"A text of {end} tokens is longer than the model's context of {Configuration.ContextLength}; shorten it.");
        var numbers = tokens.Contiguous().AsSpan<long>();
        foreach (long token in numbers)
            if ((ulong)token >= (ulong)Configuration.VocabularySize)
                throw new LearningException($"Token {token} is outside the vocabulary of {Configuration.VocabularySize} tokens (0 to {Configuration.VocabularySize - 1}).");
    }

    private static LanguageModel Build(ModelConfiguration configuration, WeightSource weights) => configuration switch
    {
        Gpt2Configuration gpt2 => new Gpt2(gpt2, weights),
        LlamaConfiguration llama => new Llama(llama, weights),
        BertConfiguration bert => new Bert(bert, weights),
        _ => throw new LearningException($"Models of type {configuration.ModelType} are not known here."),
    };
}
