namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0602 and MFD0606: vouches for the convexity or semiconvexity that could not be proved.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AssumeFix() : DocumentFix("MFD0602", "MFD0606")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target) =>
        StateAssumption.Of(target, target.Diagnostic.Id == "MFD0602" ? "Convex" : "Semiconvex");
}
