using MeanFieldDsl.Generators.Diagnostics;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0302: names the dimension of a vector; vectors that must be equally long get the same name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddDimensionFix() : OneFix<ParameterSyntax>("MFD0302")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, ParameterSyntax parameter)
    {
        if (target.Property(FixProperties.Dimension) is string name)
        {
            yield return new("Name the dimension [Dim(\"" + name + "\")]", "MFD0302", Edits.Last(parameter, target.AttributeName("Dim") + "(\"" + name + "\")"));
        }
    }
}
