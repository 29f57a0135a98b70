using System.Reflection;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Where the studies are, with a version that changes when they may have; they are looked for only when it has.</summary>
/// <param name="Version">Any text that differs between two builds.</param>
/// <param name="Open">Finds the studies.</param>
public sealed record StudySource(string Version, Func<StudyIndex> Open)
{
    /// <summary>The studies of an assembly; its version is the one that the compiler derives from its content.</summary>
    public static StudySource Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new(assembly.ManifestModule.ModuleVersionId.ToString(), () => new StudyIndex(assembly));
    }
}
