using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Reads the parameters of a [Formula] method: roles, types, declared dimensions and periods.</summary>
internal sealed class ParameterParser(DeclarationKind kind, IMethodSymbol method, DiagnosticSink sink, CancellationToken cancellation)
{
    /// <summary>Whether a body that uses the parameters could only repeat what is wrong with them.</summary>
    public bool HasUnusableTypes { get; private set; }

    public IReadOnlyList<FormulaParameter> Parse()
    {
        bool wasClean = !sink.HasErrors;
        FormulaParameter[] parameters = [.. method.Parameters.Select(Parse)];
        if (kind == DeclarationKind.Loss && !IsLoss())
        {
            sink.Report(Descriptors.LossParameters, Identifier(method), [], method.Name);
        }

        if (kind == DeclarationKind.Feature && wasClean && !sink.HasErrors)
        {
            const string Needs = "a feature needs at least one particle parameter and one input";
            Require(parameters.Any(static p => p.IsParticle), "Feature", "particle", Needs);
            Require(parameters.Any(static p => p.Role == ParameterRole.Input), "Feature", "input", Needs);
        }

        if (kind == DeclarationKind.Potential)
        {
            Require(parameters.Length > 0, "Potential", "particle", "a potential says what a particle is by its [Weight] and [Position] parameters");
        }

        if (kind == DeclarationKind.Interaction && wasClean && !sink.HasErrors)
        {
            ParticlePairs.Check(method, parameters, sink);
        }

        return parameters;
    }

    public static Location? Identifier(ISymbol symbol) => symbol.Locations.FirstOrDefault(static l => l.IsInSource);

    private void Require(bool has, string declaration, string what, string why)
    {
        if (!has)
        {
            sink.Report(Descriptors.MissingParameter, Identifier(method), [], declaration, method.ContainingType.Name, what, why);
        }
    }

    // Exchanged names would silently exchange the meaning.
    private bool IsLoss() =>
        method.Parameters.Length == 2
        && method.Parameters.All(static p => p.Type.SpecialType == SpecialType.System_Double || p.Type.TypeKind == TypeKind.Error)
        && method.Parameters[0].Name != "target"
        && method.Parameters[1].Name != "prediction";

    private FormulaParameter Parse(IParameterSymbol parameter)
    {
        FormulaType? type = TypeOf(parameter.Type);
        ParameterRole role = Role(parameter);
        if (parameter.RefKind is not (RefKind.None or RefKind.In) || parameter.IsParams)
        {
            sink.Report(Descriptors.ParameterPassing, Identifier(parameter), [], parameter.Name);
            HasUnusableTypes = true;
        }
        else if (parameter.Type.TypeKind == TypeKind.Error || parameter.Name.Length == 0)
        {
            sink.Fail();
            HasUnusableTypes = true;
        }
        else if (kind != DeclarationKind.Loss && (type is null || (role != ParameterRole.Input && type is FormulaType.Integer or FormulaType.Boolean && HasRole(parameter))))
        {
            sink.Report(Descriptors.ParameterType, TypeSyntax(parameter), [], parameter.Name, parameter.Type.ToDisplayString());
            HasUnusableTypes = true;
        }

        FormulaType known = type ?? FormulaType.Real;
        return new(parameter.Name, role, known, ShapeOf(parameter, known), Period(parameter), Domain(parameter, role));
    }

    private bool HasRole(IParameterSymbol parameter) => kind != DeclarationKind.Feature || Roles(parameter).Length > 0;

    private static FormulaType? TypeOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => FormulaType.Real,
        SpecialType.System_Int32 => FormulaType.Integer,
        SpecialType.System_Boolean => FormulaType.Boolean,
        _ => KnownTypes.IsVec(type) ? FormulaType.Vector : null,
    };

    private static ParameterRole[] Roles(IParameterSymbol parameter)
    {
        List<ParameterRole> roles = [];
        if (KnownTypes.Attribute(parameter, "WeightAttribute") is not null)
        {
            roles.Add(ParameterRole.Weight);
        }

        if (KnownTypes.Attribute(parameter, "PositionAttribute") is not null)
        {
            roles.Add(ParameterRole.Position);
        }

        if (KnownTypes.Attribute(parameter, "InputAttribute") is not null)
        {
            roles.Add(ParameterRole.Input);
        }

        return [.. roles];
    }

    private ParameterRole Role(IParameterSymbol parameter)
    {
        if (kind == DeclarationKind.Loss)
        {
            return parameter.Ordinal == 0 ? ParameterRole.Prediction : ParameterRole.Target;
        }

        ParameterRole[] roles = Roles(parameter);
        string choice = kind == DeclarationKind.Feature ? "[Weight], [Position] or [Input]" : "[Weight] or [Position]";
        if (roles.Length > 1)
        {
            sink.Report(Descriptors.SeveralRoles, Identifier(parameter), [], parameter.Name, method.Name, choice);
        }
        else if (roles.Length == 0 && !CanBeUnbound(parameter))
        {
            sink.Report(Descriptors.NoRole, Identifier(parameter), [], parameter.Name, method.Name, choice);
        }
        else if (roles.Length == 1 && roles[0] == ParameterRole.Input && kind != DeclarationKind.Feature)
        {
            Invalid("Input", parameter, (kind == DeclarationKind.Interaction ? "an " : "a ") + kind.ToString().ToLowerInvariant() + " sees particles only");
        }

        return roles.Length > 0 ? roles[0] : ParameterRole.Unbound;
    }

    // A regularizer's vector is the whole particle, and one written for a feature binds by name. A type that no role allows is one mistake.
    private bool CanBeUnbound(IParameterSymbol parameter) => kind switch
    {
        DeclarationKind.Regularizer => TypeOf(parameter.Type) != FormulaType.Real || KnownTypes.Attribute(method.ContainingType, "RegularizerAttribute", 1) is not null,
        DeclarationKind.Potential or DeclarationKind.Interaction => TypeOf(parameter.Type) is not (FormulaType.Real or FormulaType.Vector),
        _ => false,
    };

    private Dimension ShapeOf(IParameterSymbol parameter, FormulaType type)
    {
        AttributeData? attribute = KnownTypes.Attribute(parameter, "DimAttribute");
        if (type != FormulaType.Vector)
        {
            if (attribute is not null)
            {
                Invalid("Dim", parameter, "only a Vec has a dimension");
            }

            return Dimension.Scalar;
        }

        if (KnownTypes.Text(attribute) is string name)
        {
            if (!SyntaxFacts.IsValidIdentifier(name))
            {
                Invalid("Dim", parameter, "a dimension's name must be an identifier");
                return Analysis.Shapes.Undeclared;
            }

            return Dimension.Named(name);
        }

        if (KnownTypes.Number(attribute) is double size)
        {
            if (size < 1)
            {
                Invalid("Dim", parameter, "a dimension must be at least 1");
                return Analysis.Shapes.Undeclared;
            }

            return Dimension.Fixed((int)size);
        }

        return Analysis.Shapes.Undeclared;
    }

    private ValueDomain? Domain(IParameterSymbol parameter, ParameterRole role)
    {
        ValueDomain? domain = DomainParser.Parse(parameter, (attribute, reason) => Invalid(attribute, parameter, reason));
        if (domain is null || role == ParameterRole.Target)
        {
            return domain;
        }

        Invalid(domain.Labels.Count > 0 ? "Labels" : "Domain", parameter, "only the target of a loss and hyper-parameters have one");
        return null;
    }

    private double Period(IParameterSymbol parameter)
    {
        object? value = KnownTypes.Attribute(parameter, "PositionAttribute")?.NamedArguments.FirstOrDefault(static a => a.Key == "Period").Value.Value;
        double? period = value switch { double x => x, int x => x, _ => null };
        if (period is not double given)
        {
            return 0;
        }

        if (!(given > 0) || double.IsInfinity(given))
        {
            Invalid("Position", parameter, "the period must be positive and finite");
            return 0;
        }

        return given;
    }

    private void Invalid(string attribute, IParameterSymbol parameter, string reason)
    {
        AttributeData? data = KnownTypes.Attribute(parameter, attribute + "Attribute");
        Location? at = data?.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();
        sink.Report(Descriptors.InvalidParameterAttribute, at, [], attribute, parameter.Name, reason);
    }

    private Location? TypeSyntax(IParameterSymbol parameter) => parameter.DeclaringSyntaxReferences
        .Select(r => (r.GetSyntax(cancellation) as ParameterSyntax)?.Type?.GetLocation())
        .FirstOrDefault(static l => l is not null);
}
