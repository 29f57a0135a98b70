#pragma warning disable
namespace Praxis.Lab.Figures;
public sealed record Figure;
