using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Turns a type with [Feature], [Loss], [Regularizer], [Potential] or [Interaction] into a declaration. A type of a referenced
/// assembly is read from the formula in its metadata.
/// </summary>
internal sealed class DeclarationParser
{
    private static readonly IReadOnlyDictionary<int, SyntaxNode> NoOrigins = new Dictionary<int, SyntaxNode>();

    private readonly INamedTypeSymbol _type;
    private readonly DeclarationKind _kind;
    private readonly Compilation _compilation;
    private readonly DiagnosticSink _sink;
    private readonly CancellationToken _cancellation;

    private DeclarationParser(INamedTypeSymbol type, DeclarationKind kind, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        _type = type;
        _kind = kind;
        _compilation = compilation;
        _sink = sink;
        _cancellation = cancellation;
    }

    /// <summary>The kinds of declaration that a type's attributes make it.</summary>
    public static IEnumerable<DeclarationKind> Kinds(INamedTypeSymbol type)
    {
        if (KnownTypes.Attribute(type, "FeatureAttribute") is not null)
        {
            yield return DeclarationKind.Feature;
        }

        if (KnownTypes.Attribute(type, "LossAttribute") is not null)
        {
            yield return DeclarationKind.Loss;
        }

        if ((KnownTypes.Attribute(type, "RegularizerAttribute") ?? KnownTypes.Attribute(type, "RegularizerAttribute", 1)) is not null)
        {
            yield return DeclarationKind.Regularizer;
        }

        if (KnownTypes.Attribute(type, "PotentialAttribute") is not null)
        {
            yield return DeclarationKind.Potential;
        }

        if (KnownTypes.Attribute(type, "InteractionAttribute") is not null)
        {
            yield return DeclarationKind.Interaction;
        }
    }

    /// <summary>Parses a declaration; its formula is null when it has errors.</summary>
    /// <param name="type">A type with the attribute of <paramref name="kind"/>.</param>
    /// <param name="kind">What to read it as.</param>
    /// <param name="compilation">The compilation that uses it.</param>
    /// <param name="receiver">Gets the diagnostics, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="use">Where a type of a referenced assembly is mentioned.</param>
    public static ParsedDeclaration Parse(
        INamedTypeSymbol type, DeclarationKind kind, Compilation compilation, Action<Diagnostic>? receiver, CancellationToken cancellation, Location? use = null)
    {
        DeclarationParser parser = new(type, kind, compilation, new(receiver), cancellation);
        return SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) ? parser.FromSource() : parser.FromMetadata(use);
    }

    private bool IsOfEnergy => _kind is DeclarationKind.Potential or DeclarationKind.Interaction;

    private ParsedDeclaration FromSource()
    {
        string what = IsOfEnergy ? "[Potential] and [Interaction] types" : "[Feature], [Loss] and [Regularizer] types";
        TypeChecks.Check(_type, what, _sink, _cancellation);
        IMethodSymbol[] methods =
        [
            .. _type.GetMembers().OfType<IMethodSymbol>().Where(static m => KnownTypes.Attribute(m, "FormulaAttribute") is not null && m.PartialDefinitionPart is null),
        ];
        Location at = ParameterParser.Identifier(_type) ?? Location.None;
        if (!TypeChecks.IsOneThing(_type, Kinds(_type).First() == _kind, _sink))
        {
            return Result(null, NoOrigins, at);
        }

        GeneratedNames.Check(_type, _kind, _sink, _cancellation);
        if (methods.Length != 1)
        {
            _sink.Report(Descriptors.FormulaCount, at, methods.Select(static m => m.Locations[0]), _type.Name, methods.Length);
            return Result(null, NoOrigins, at);
        }

        IMethodSymbol method = methods[0];
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation) is not MethodDeclarationSyntax syntax)
        {
            _sink.Fail();
            return Result(null, NoOrigins, at);
        }

        CheckSignature(method, syntax);
        ParameterParser parameterParser = new(_kind, method, _sink, _cancellation);
        IReadOnlyList<FormulaParameter> parameters = parameterParser.Parse();
        if (parameterParser.HasUnusableTypes)
        {
            return Result(null, NoOrigins, at);
        }

        FormulaScope scope = new(_compilation, _sink, _cancellation);
        if (_kind == DeclarationKind.Interaction)
        {
            scope.Ties.AddRange(ParticlePairs.Ties(parameters, syntax));
        }

        FormulaParser parser = new(scope, _type);
        int root = parser.Parse(method, syntax);
        if (_sink.HasErrors)
        {
            return Result(null, NoOrigins, at);
        }

        Formula formula = scope.Builder.Build(method.Name, root, parameters, scope.HyperParameters) with { Primitives = new(scope.Primitives) };
        IReadOnlyDictionary<int, SyntaxNode> origins = Renumber(scope, root, out ILookup<int, SyntaxNode> places);
        ShapeResult shapes = Shapes.Infer(formula, _kind is DeclarationKind.Feature or DeclarationKind.Potential, [.. scope.Ties.Select(static t => t.Tie)]);
        ShapeReport.Write(formula, method, shapes, origins, [.. scope.Ties.Select(static t => t.At)], syntax, _sink);
        ReportUnused(method.PartialImplementationPart ?? method, scope);
        formula = formula with { Parameters = new(formula.Parameters.Select((p, i) => p with { Dimension = shapes.Dimensions[i] })) };
        return Result(_sink.HasErrors ? null : formula, origins, at) with { Places = places };
    }

    private ParsedDeclaration FromMetadata(Location? use)
    {
        Formula? formula = ExportedFormula.Of(_type);
        if (formula is null)
        {
            string needed = typeof(DeclarationParser).Assembly.GetName().Version.ToString(3);
            _sink.Report(Descriptors.NotExported, use, [], _type.Name, _type.ContainingAssembly?.Name ?? "?", needed);
        }

        return Result(formula, NoOrigins, Location.None);
    }

    private ParsedDeclaration Result(Formula? formula, IReadOnlyDictionary<int, SyntaxNode> origins, Location at)
    {
        string? feature = KnownTypes.Attribute(_type, "RegularizerAttribute", 1)?.AttributeClass?.TypeArguments[0]
            .ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new(new(_kind, TypeNames.Of(_type), formula is null ? null : FormulaPool.Canonical(formula), ClaimsParser.Of(_type), TypeChecks.IsConstructibleByDefault(_type), feature), origins, at);
    }

    private void CheckSignature(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        if (method.Arity > 0)
        {
            _sink.Report(Descriptors.Generic, syntax.Identifier.GetLocation(), [], method.Name, "[Formula] methods");
        }

        if (method.ReturnType.TypeKind == TypeKind.Error)
        {
            _sink.Fail();
        }
        else if (method.ReturnType.SpecialType != SpecialType.System_Double || method.RefKind != RefKind.None)
        {
            string found = (method.RefKind == RefKind.None ? "" : "ref ") + method.ReturnType.ToDisplayString();
            _sink.Report(Descriptors.ReturnType, syntax.ReturnType, method.Name, found);
        }
    }

    private void ReportUnused(IMethodSymbol method, FormulaScope scope)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (!scope.Used.Contains(parameter) && !IsPartOfAParticle(parameter))
            {
                _sink.Report(Descriptors.UnusedParameter, ParameterParser.Identifier(parameter), [], parameter.Name, method.Name);
            }
        }

        // A potential says what a particle is; an interaction has to repeat that, and may leave out a parameter of both particles.
        bool IsPartOfAParticle(IParameterSymbol parameter) => _kind == DeclarationKind.Potential
            || (_kind == DeclarationKind.Interaction && !scope.Used.Contains(method.Parameters[ParticlePairs.Counterpart(parameter.Ordinal, method.Parameters.Length)]));
    }

    private static Dictionary<int, SyntaxNode> Renumber(FormulaScope scope, int root, out ILookup<int, SyntaxNode> places)
    {
        (_, int[] map) = FormulaGraph.Compact(scope.Builder.Nodes, root);
        places = scope.Places
            .Where(p => p.Key < map.Length && map[p.Key] >= 0)
            .SelectMany(p => p.Value.Select(syntax => (Node: map[p.Key], Syntax: syntax)))
            .ToLookup(static p => p.Node, static p => p.Syntax);
        Dictionary<int, SyntaxNode> origins = [];
        for (int i = 0; i < map.Length; i++)
        {
            if (map[i] >= 0 && scope.Origins.TryGetValue(i, out SyntaxNode? syntax))
            {
                origins.Add(map[i], syntax);
            }
        }

        return origins;
    }
}
