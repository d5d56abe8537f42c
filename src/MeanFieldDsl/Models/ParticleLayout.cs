namespace MeanFieldDsl;

/// <summary>The role of a particle parameter: it scales the feature, or places it.</summary>
public enum ParticleRole
{
    /// <summary>A <c>[Weight]</c> parameter.</summary>
    Weight,

    /// <summary>A <c>[Position]</c> parameter.</summary>
    Position,
}

/// <summary>One parameter of a particle and where it lies in the particle's numbers.</summary>
/// <param name="Name">The name in the formula, for example <c>w</c>.</param>
/// <param name="Role">Weight or position.</param>
/// <param name="Offset">The index of its first number within a particle.</param>
/// <param name="Length">How many numbers it has; 1 for a scalar.</param>
/// <param name="Period">The period of a position on a torus, or 0 when it is not periodic.</param>
public sealed record ParticleParameter(string Name, ParticleRole Role, int Offset, int Length, double Period);

/// <summary>
/// How the numbers of one particle θ are arranged: the parameters of the feature in the order of its formula,
/// one after the other. A measure of m particles is an m × <see cref="Dimension"/> row-major array.
/// </summary>
public sealed class ParticleLayout
{
    private readonly ParticleParameter[] _parameters;

    /// <summary>Creates a layout from the parameters in order.</summary>
    /// <param name="feature">The name of the feature.</param>
    /// <param name="parameters">The parameters, contiguous from offset 0.</param>
    /// <param name="homogeneityDegree">The proved joint degree of positive homogeneity, or NaN when none was proved.</param>
    /// <param name="weightDegree">The proved degree of positive homogeneity in the weights alone, or NaN when none was proved.</param>
    /// <exception cref="ArgumentException">The offsets are not contiguous, or a length is negative.</exception>
    public ParticleLayout(string feature, IReadOnlyList<ParticleParameter> parameters, double homogeneityDegree = double.NaN, double weightDegree = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Feature = feature;
        HomogeneityDegree = homogeneityDegree;
        WeightDegree = weightDegree;
        _parameters = [.. parameters];
        int offset = 0;
        foreach (ParticleParameter parameter in _parameters)
        {
            if (parameter.Offset != offset || parameter.Length < 0)
            {
                throw new ArgumentException(
                    $"Parameter '{parameter.Name}' of '{feature}' stands at offset {parameter.Offset} with length {parameter.Length}; it must follow its predecessor at offset {offset} with a length of at least 0.",
                    nameof(parameters));
            }

            offset += parameter.Length;
        }

        Dimension = offset;
    }

    /// <summary>The name of the feature the particles belong to.</summary>
    public string Feature { get; }

    /// <summary>The joint degree of positive homogeneity the compiler proved, or NaN.</summary>
    public double HomogeneityDegree { get; }

    /// <summary>The degree of positive homogeneity in the weights alone that the compiler proved, or NaN.</summary>
    public double WeightDegree { get; }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<ParticleParameter> Parameters => _parameters;

    /// <summary>The number of doubles of one particle.</summary>
    public int Dimension { get; }

    /// <summary>The index of the first number of parameter <paramref name="parameter"/>.</summary>
    /// <param name="parameter">The parameter's position in <see cref="Parameters"/>.</param>
    public int Offset(int parameter) => _parameters[parameter].Offset;

    /// <summary>The number of doubles of parameter <paramref name="parameter"/>.</summary>
    /// <param name="parameter">The parameter's position in <see cref="Parameters"/>.</param>
    public int Length(int parameter) => _parameters[parameter].Length;

    /// <summary>The name of one number of a particle, for example <c>w[2]</c>.</summary>
    /// <param name="number">The number's place in the particle.</param>
    internal string NameOf(int number)
    {
        foreach (ParticleParameter parameter in _parameters)
        {
            if (number < parameter.Offset + parameter.Length)
            {
                return parameter.Length == 1 ? parameter.Name : $"{parameter.Name}[{number - parameter.Offset}]";
            }
        }

        return $"{number}";
    }
}
