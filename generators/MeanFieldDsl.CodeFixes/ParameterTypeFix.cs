namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0107: writes a parameter's type as the one of the formula language that stands for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ParameterTypeFix() : OneFix<ParameterSyntax>("MFD0107")
{
    private static readonly HashSet<string> Sequences =
        ["ReadOnlySpan", "Span", "ReadOnlyMemory", "Memory", "List", "IList", "IReadOnlyList", "ImmutableArray"];

    private protected override IEnumerable<Fix> Fixes(FixTarget target, ParameterSyntax parameter)
    {
        if (parameter.Type is not { } written || target.Model.GetDeclaredSymbol(parameter, target.Cancellation) is not IParameterSymbol symbol)
        {
            yield break;
        }

        bool isInput = ParameterRoles.Of(parameter, target.Model).Any(static r => r.Role == "Input");
        string? replacement = IsVector(symbol.Type) ? target.TypeName("Vec") : Scalar(symbol.Type, isInput);
        if (replacement is not null)
        {
            yield return new("Change the type to '" + replacement + "'", "MFD0107." + replacement, Edits.Replace(written, replacement));
        }
    }

    private static bool IsVector(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.IsSZArray && IsReal(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } named => Sequences.Contains(named.Name) && IsReal(named.TypeArguments[0]),
        _ => false,
    };

    private static bool IsReal(ITypeSymbol type) => type.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    // Only the data may hold integers; what belongs to a particle moves continuously.
    private static string? Scalar(ITypeSymbol type, bool isInput) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } optional => Scalar(optional.TypeArguments[0], isInput),
        { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal } or { Name: "Half", ContainingNamespace.Name: "System" } => "double",
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } => isInput ? "int" : "double",
        { SpecialType: SpecialType.System_Boolean } when isInput => "bool",
        _ => null,
    };
}
