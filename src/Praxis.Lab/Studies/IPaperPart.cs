namespace Praxis.Lab;

/// <summary>What <see cref="PaperAttribute"/> joins to a paper: its study, its tool, its entry in a family's bench.</summary>
public interface IPaperPart;
