namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>How one kind of form lies in a checkpoint. Rooms with forms of their own bring one; it is found in the assembly.</summary>
public abstract class FormStorage
{
    private static readonly Lazy<IReadOnlyList<FormStorage>> All = new(() =>
        [.. typeof(FormStorage).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(FormStorage).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (FormStorage)Activator.CreateInstance(type)!)]);

    /// <summary>The name of the kind in a checkpoint: small letters and hyphens.</summary>
    public abstract string Kind { get; }

    /// <summary>The type of the forms.</summary>
    public abstract Type Form { get; }

    /// <summary>The form in parts; null if there is no way to store forms of its type, or of one of its terms.</summary>
    /// <param name="form">The form.</param>
    public static StoredForm? TryStore(CompressedWeight form) =>
        All.Value.FirstOrDefault(storage => storage.Form == form.GetType())?.Store(form);

    /// <summary>The form of parts.</summary>
    /// <param name="stored">What <see cref="TryStore"/> gave, perhaps read from a file.</param>
    /// <exception cref="CompressedCheckpointException">The kind is not known, or the parts do not fit each other.</exception>
    public static CompressedWeight Restore(StoredForm stored)
    {
        var storage = All.Value.FirstOrDefault(storage => storage.Kind == stored.Kind)
            ?? throw new CompressedCheckpointException($"forms of kind '{stored.Kind}' are not known; known are {string.Join(", ", All.Value.Select(known => known.Kind))}");
        CompressedWeight form;
        try
        {
            form = storage.Load(stored);
        }
        catch (Exception e) when (e is ArgumentException or Praxis.Numerics.ShapeException or OverflowException)
        {
            throw new CompressedCheckpointException($"its parts do not fit each other: {e.Message}", e);
        }

        return (form.Outputs, form.Inputs) == (stored.Outputs, stored.Inputs)
            ? form
            : throw new CompressedCheckpointException($"its parts make a weight of {form.Outputs} × {form.Inputs}, and it is to be {stored.Outputs} × {stored.Inputs}");
    }

    /// <summary>The form in parts; null if a term cannot be stored.</summary>
    protected abstract StoredForm? Store(CompressedWeight form);

    /// <summary>The form of parts.</summary>
    protected abstract CompressedWeight Load(StoredForm stored);
}

/// <summary>How forms of one type lie in a checkpoint.</summary>
/// <typeparam name="TForm">The type.</typeparam>
public abstract class FormStorage<TForm> : FormStorage
    where TForm : CompressedWeight
{
    /// <inheritdoc/>
    public sealed override Type Form => typeof(TForm);

    /// <summary>The form in parts; null if a term cannot be stored.</summary>
    protected abstract StoredForm? Store(TForm form);

    /// <inheritdoc/>
    protected sealed override StoredForm? Store(CompressedWeight form) => Store((TForm)form);

    /// <summary>The beginning of a form's parts.</summary>
    protected StoredForm Begin(TForm form) => new(Kind, form.Outputs, form.Inputs);
}
