using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Reads [Domain] and [Labels] of a hyper-parameter or target.</summary>
internal static class DomainParser
{
    /// <summary>The declared domain, or null; a domain that makes no sense is reported and read as none.</summary>
    /// <param name="symbol">The member or parameter.</param>
    /// <param name="invalid">Gets the attribute's name and what is wrong with it.</param>
    public static ValueDomain? Parse(ISymbol symbol, Action<string, string> invalid)
    {
        AttributeData? domain = KnownTypes.Attribute(symbol, "DomainAttribute");
        AttributeData? labels = KnownTypes.Attribute(symbol, "LabelsAttribute");
        if (domain is not null && labels is not null)
        {
            invalid("Domain", "the labels already say which numbers it can be");
        }

        return labels is not null ? Labels(labels, invalid) : domain is not null ? Domain(domain, invalid) : null;
    }

    private static ValueDomain? Domain(AttributeData attribute, Action<string, string> invalid)
    {
        if (attribute.ConstructorArguments.Length != 2
            || Number(attribute.ConstructorArguments[0]) is not double minimum
            || Number(attribute.ConstructorArguments[1]) is not double maximum)
        {
            return null;
        }

        bool Flag(string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is true;
        if (!(minimum <= maximum) || double.IsPositiveInfinity(minimum) || double.IsNegativeInfinity(maximum)
            || (minimum == maximum && (Flag("MinimumExcluded") || Flag("MaximumExcluded"))))
        {
            invalid("Domain", "it holds no number");
            return null;
        }

        return ValueDomain.Between(minimum, maximum, Flag("MinimumExcluded"), Flag("MaximumExcluded"));
    }

    private static ValueDomain? Labels(AttributeData attribute, Action<string, string> invalid)
    {
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array, IsNull: false } values)
        {
            return null;
        }

        double[] numbers = [.. values.Values.Select(Number).OfType<double>()];
        if (numbers.Length == 0 || numbers.Length < values.Values.Length || numbers.Any(n => double.IsNaN(n) || double.IsInfinity(n)))
        {
            invalid("Labels", "it needs at least one label, all of them finite");
            return null;
        }

        return ValueDomain.OfLabels(numbers);
    }

    private static double? Number(TypedConstant constant) =>
        constant is { Kind: TypedConstantKind.Primitive, Value: { } value } ? value switch { double d => d, int i => i, _ => null } : null;
}
