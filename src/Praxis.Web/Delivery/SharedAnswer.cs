namespace Praxis.Web.Delivery;

/// <summary>
/// Says of a page, or of an address of the interface, that readers without an account all get the same answer to the same address at the same moment, so that one making of it does for all.
/// A page with a form must not say so: the form's token is one reader's.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class SharedAnswerAttribute : Attribute
{
    /// <summary>Whether the answer shows which papers are new to a reader, who is known by a cookie.</summary>
    public bool MarksNew { get; init; }
}
