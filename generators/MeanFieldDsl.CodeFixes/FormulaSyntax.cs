namespace MeanFieldDsl.CodeFixes;

/// <summary>The formula method at the place of a diagnostic, and the declaration around it.</summary>
internal sealed class FormulaSyntax
{
    private readonly FixTarget _target;
    private readonly TypeDeclarationSyntax _type;

    private FormulaSyntax(FixTarget target, TypeDeclarationSyntax type, MethodDeclarationSyntax method) => (_target, _type, Method) = (target, type, method);

    public MethodDeclarationSyntax Method { get; }

    public bool IsFeature => Attributes(_type.AttributeLists).Any(a => NameOf(a) == "FeatureAttribute");

    /// <summary>The claims of homogeneity.</summary>
    public AttributeSyntax[] Claims => [.. Attributes(_type.AttributeLists).Where(a => NameOf(a) is "HomogeneousAttribute" or "PartiallyHomogeneousAttribute")];

    /// <summary>Whether the document calls the method, so that another parameter would break the calls.</summary>
    public bool IsCalled => _type.SyntaxTree.GetRoot(_target.Cancellation).DescendantNodes().OfType<IdentifierNameSyntax>()
        .Any(name => name.Identifier.ValueText == Method.Identifier.ValueText
            && SymbolEqualityComparer.Default.Equals(_target.Model.GetSymbolInfo(name, _target.Cancellation).Symbol, _target.Model.GetDeclaredSymbol(Method, _target.Cancellation)));

    /// <summary>The method with [Formula] of the type that the diagnostic stands in.</summary>
    public static FormulaSyntax? Of(FixTarget target)
    {
        TypeDeclarationSyntax? type = target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        MethodDeclarationSyntax[] methods = type is null ? [] : [.. type.Members.OfType<MethodDeclarationSyntax>().Where(m => new FormulaSyntax(target, type, m).IsFormula)];
        return methods.Length == 1 && methods[0].ParameterList.Parameters.Count > 0 ? new(target, type!, methods[0]) : null;
    }

    private bool IsFormula => Attributes(Method.AttributeLists).Any(a => NameOf(a) == "FormulaAttribute");

    /// <summary>Whether a parameter has the attribute.</summary>
    public bool Has(string attribute) => Method.ParameterList.Parameters.Any(p => Attributes(p.AttributeLists).Any(a => NameOf(a) == attribute));

    /// <summary>The role of a parameter of the particle, or null.</summary>
    public string? Role(ParameterSyntax parameter) => Attributes(parameter.AttributeLists).Select(NameOf).Select(static name => name switch
    {
        "WeightAttribute" => "Weight",
        "PositionAttribute" => "Position",
        _ => null,
    }).FirstOrDefault(static role => role is not null);

    /// <summary>The parameters of the formula that an expression names.</summary>
    public IEnumerable<ParameterSyntax> Mentioned(ExpressionSyntax expression)
    {
        HashSet<string> names = [.. expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText)];
        return Method.ParameterList.Parameters.Where(p => names.Contains(p.Identifier.ValueText));
    }

    /// <summary>The first of the names that nothing in the type has, or the last with a number.</summary>
    public string FreeName(params string[] names)
    {
        HashSet<string> taken = [.. _type.DescendantTokens().Where(static t => t.Value is string || t.Parent is not LiteralExpressionSyntax).Select(static t => t.ValueText)];
        return names.Concat(Enumerable.Range(2, 99).Select(i => names[names.Length - 1] + i)).First(n => !taken.Contains(n));
    }

    private static IEnumerable<AttributeSyntax> Attributes(IEnumerable<AttributeListSyntax> lists) => lists.SelectMany(static list => list.Attributes);

    private string? NameOf(AttributeSyntax attribute) => _target.Model.GetTypeInfo(attribute, _target.Cancellation).Type?.Name;
}
