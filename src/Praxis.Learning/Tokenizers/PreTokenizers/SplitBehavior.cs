namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>What becomes of the matches at which a text is cut; the names are those of the files.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those that follow one another are one piece.</summary>
    Contiguous,
}
