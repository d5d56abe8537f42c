using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>
/// Fields and properties: elements and lengths of vectors, hyper-parameters, and computed properties, which are
/// helpers without arguments.
/// </summary>
internal sealed class MemberParser(FormulaParser parser)
{
    private bool _isInitializing;

    private FormulaScope Scope => parser.Scope;

    public Operand Field(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (field.Type.TypeKind == TypeKind.Error)
        {
            return Scope.Poison();
        }

        if (field.IsStatic)
        {
            return field.IsReadOnly ? Initialized(field, reference) : Scope.Error(Descriptors.MutableState, reference.Syntax, field.Name);
        }

        return Own(reference.Instance, field, reference) ?? Hyper(field, field.Type, field.IsReadOnly, reference);
    }

    public Operand Property(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property.PartialImplementationPart ?? reference.Property;
        if (property.Type.TypeKind == TypeKind.Error)
        {
            return Scope.Poison();
        }

        if (KnownTypes.IsVec(property.ContainingType))
        {
            return VectorMember(reference);
        }

        if (property.IsIndexer)
        {
            return Scope.Deny(reference.Syntax, "an indexer of a type other than Vec");
        }

        if (!property.IsStatic && Own(reference.Instance, property, reference) is Operand refused)
        {
            return refused;
        }

        if (IsAuto(property))
        {
            return !property.IsStatic ? Hyper(property, property.Type, property.SetMethod is null or { IsInitOnly: true }, reference)
                : property.SetMethod is null ? Initialized(property, reference)
                : Scope.Error(Descriptors.MutableState, reference.Syntax, property.Name);
        }

        return property.GetMethod is null ? Scope.Poison() : parser.Calls.Property(property, reference);
    }

    // Null when the instance is the declaration itself.
    private Operand? Own(IOperation? instance, ISymbol member, IOperation reference)
    {
        if (instance is IInvalidOperation or { Type.TypeKind: TypeKind.Error })
        {
            return Scope.Poison();
        }

        return instance is IInstanceReferenceOperation && parser.IsOwn(member)
            ? null
            : Scope.Deny(reference.Syntax, "a member of another object");
    }

    private Operand Hyper(ISymbol member, ITypeSymbol type, bool isConstant, IOperation reference)
    {
        if (!isConstant)
        {
            Location declared = member.Locations.FirstOrDefault(static l => l.IsInSource) ?? reference.Syntax.GetLocation();
            Scope.Sink.Report(Descriptors.MutableHyperParameter, declared, [reference.Syntax.GetLocation()], member.Name);
            return Scope.Poison();
        }

        FormulaType? kind = type.SpecialType switch
        {
            SpecialType.System_Double => FormulaType.Real,
            SpecialType.System_Int32 => FormulaType.Integer,
            SpecialType.System_Boolean => FormulaType.Boolean,
            _ => null,
        };
        return kind is FormulaType known
            ? Operand.Scalar(Scope.HyperParameter(member.Name, known, Domain(member, reference)))
            : Scope.Deny(reference.Syntax, "a hyper-parameter of type '" + type.ToDisplayString() + "'; it must be double, int or bool");
    }

    private ValueDomain? Domain(ISymbol member, IOperation reference) => DomainParser.Parse(member, (attribute, reason) =>
    {
        Location? at = KnownTypes.Attribute(member, attribute + "Attribute")?.ApplicationSyntaxReference?.GetSyntax(Scope.Cancellation).GetLocation();
        Scope.Sink.Report(Descriptors.InvalidParameterAttribute, at ?? reference.Syntax.GetLocation(), [], attribute, member.Name, reason);
    });

    // A static value that is never written again is what it was initialized with. One static initializer that reads
    // another can see it before it has run, so that is refused.
    private Operand Initialized(ISymbol member, IOperation reference)
    {
        if (member.ContainingType.StaticConstructors.Any(static c => !c.IsImplicitlyDeclared)
            || parser.Bodies.Initializer(member) is not IOperation value)
        {
            return Scope.Deny(reference.Syntax, "a static member without a known value; make it const");
        }

        if (_isInitializing)
        {
            return Scope.Deny(reference.Syntax, "a static member in the initializer of another; make it const");
        }

        _isInitializing = true;
        Operand result = Operand.Scalar(parser.Expressions.Scalar(value));
        _isInitializing = false;
        return result;
    }

    private bool IsAuto(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Where(reference => Scope.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
        .Select(reference => reference.GetSyntax(Scope.Cancellation))
        .OfType<BasePropertyDeclarationSyntax>()
        .Any(static syntax => syntax.AccessorList?.Accessors.All(static a => a.Body is null && a.ExpressionBody is null) == true)
        && !property.IsAbstract && !property.IsExtern;

    private Operand VectorMember(IPropertyReferenceOperation reference)
    {
        int vector = reference.Instance is null ? -1 : parser.Expressions.Vector(reference.Instance);
        if (vector < 0)
        {
            return Scope.Poison();
        }

        if (reference.Property.Name == "Length")
        {
            return Operand.Scalar(Scope.Builder.Length(vector));
        }

        if (!reference.Property.IsIndexer || reference.Arguments.Length != 1 || reference.Arguments[0].Value.Type?.SpecialType != SpecialType.System_Int32)
        {
            return Scope.Deny(reference.Syntax, "this member of Vec");
        }

        IOperation argument = reference.Arguments[0].Value;
        int index = parser.Expressions.Scalar(argument);
        return Scope.Builder[index].Op is Op.Constant or Op.Parameter or Op.HyperParameter
            ? Operand.Scalar(Scope.Builder.Element(vector, index))
            : Scope.Deny(argument.Syntax, "an index that is neither a constant, an int input nor an int hyper-parameter");
    }
}
