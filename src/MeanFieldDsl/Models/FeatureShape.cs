using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MeanFieldDsl;

/// <summary>What a parameter of a feature's formula takes: a number, a vector, an integer or a truth value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Naming", "CA1720", Justification = "An integer input is what the formula language calls it.")]
public enum ParameterKind
{
    /// <summary>A double.</summary>
    Real,

    /// <summary>A vector.</summary>
    Vector,

    /// <summary>An integer input.</summary>
    Integer,

    /// <summary>A truth value, 0 or 1 in the data.</summary>
    Boolean,
}

/// <summary>A parameter of a feature as the generator describes it, before dimensions are known.</summary>
/// <param name="Name">The name in the formula.</param>
/// <param name="Role">The particle role, or null for an input.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Size">The dimension fixed at compile time, or −1.</param>
/// <param name="Symbol">The name of a dimension bound at run time, or empty.</param>
/// <param name="Period">The period of a periodic position, or 0.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record FeatureParameter(string Name, ParticleRole? Role, ParameterKind Kind, int Size = -1, string Symbol = "", double Period = 0);

/// <summary>A use of an integer input as an index into a vector: the data must stay within its dimension.</summary>
/// <param name="Index">The position of the integer input among the parameters.</param>
/// <param name="Vector">The position of the vector among the parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct IndexUse(int Index, int Vector);

/// <summary>The parameters of a feature; generated for each feature and bound to dimensions when a model meets its data.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FeatureShape
{
    private readonly FeatureParameter[] _parameters;
    private readonly IndexUse[] _indexUses;

    /// <summary>Creates a shape.</summary>
    /// <param name="feature">The name of the feature.</param>
    /// <param name="homogeneityDegree">The proved joint degree, or NaN.</param>
    /// <param name="parameters">The parameters in the order of the formula.</param>
    /// <param name="indexUses">The integer inputs used as indices.</param>
    /// <param name="weightDegree">The proved degree in the weights alone, or NaN.</param>
    public FeatureShape(string feature, double homogeneityDegree, FeatureParameter[] parameters, IndexUse[] indexUses, double weightDegree = double.NaN)
    {
        WeightDegree = weightDegree;
        Feature = feature;
        HomogeneityDegree = homogeneityDegree;
        _parameters = parameters;
        _indexUses = indexUses;
    }

    /// <summary>The name of the feature.</summary>
    public string Feature { get; }

    /// <summary>The proved joint degree, or NaN.</summary>
    public double HomogeneityDegree { get; }

    /// <summary>The proved degree in the weights alone, or NaN.</summary>
    public double WeightDegree { get; }

    /// <summary>The parameters in the order of the formula.</summary>
    public IReadOnlyList<FeatureParameter> Parameters => _parameters;

    /// <summary>The integer inputs used as indices.</summary>
    public IReadOnlyList<IndexUse> IndexUses => _indexUses;

    /// <summary>
    /// Binds the dimensions: the named sizes first, then the one unknown size that makes the inputs fill the columns
    /// of the data.
    /// </summary>
    /// <param name="columns">The number of input columns of the data.</param>
    /// <param name="sizes">Sizes by symbol, as the caller gave them; 0 for those to be inferred.</param>
    /// <exception cref="DataException">The columns do not fit the parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">A size is neither given nor determined by the data.</exception>
    public BoundShape Bind(int columns, params ReadOnlySpan<(string Symbol, int Size)> sizes)
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        foreach ((string symbol, int size) in sizes)
        {
            if (size < 0)
            {
                throw new ArgumentOutOfRangeException(symbol, size, $"The dimension '{symbol}' of '{Feature}' is {size}; pass a positive number, or leave it out to infer it from the data.");
            }

            if (size > 0)
            {
                known[symbol] = size;
            }
        }

        InferFromColumns(columns, known);
        int[] lengths = new int[_parameters.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            FeatureParameter parameter = _parameters[i];
            lengths[i] = parameter.Kind != ParameterKind.Vector ? 1
                : parameter.Size >= 0 ? parameter.Size
                : known.TryGetValue(parameter.Symbol, out int size) ? size
                : throw new ArgumentException($"The dimension '{parameter.Symbol}' of '{parameter.Name}' in '{Feature}' is not determined by the data; pass it by name, for example On(data, {parameter.Symbol}: 10).", parameter.Symbol);
        }

        int needed = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            needed += _parameters[i].Role is null ? lengths[i] : 0;
        }

        return needed == columns
            ? new BoundShape(this, lengths)
            : throw new DataException(
                DataError.ShapeMismatch,
                $"the data have {columns} input columns, but '{Feature}' takes {needed} ({DescribeInputs(lengths)})",
                "Select or add columns so that they match.");
    }

    private void InferFromColumns(int columns, Dictionary<string, int> known)
    {
        string? unknown = null;
        int multiplicity = 0;
        int taken = 0;
        foreach (FeatureParameter parameter in _parameters)
        {
            if (parameter.Role is not null)
            {
                continue;
            }

            if (parameter.Kind != ParameterKind.Vector)
            {
                taken++;
            }
            else if (parameter.Size >= 0)
            {
                taken += parameter.Size;
            }
            else if (known.TryGetValue(parameter.Symbol, out int size))
            {
                taken += size;
            }
            else if (unknown is null || unknown == parameter.Symbol)
            {
                unknown = parameter.Symbol;
                multiplicity++;
            }
            else
            {
                // Two sizes share the columns: the caller has to name one, and Bind says so.
                return;
            }
        }

        if (unknown is not null)
        {
            int rest = columns - taken;
            known[unknown] = rest > 0 && rest % multiplicity == 0
                ? rest / multiplicity
                : throw new DataException(
                    DataError.ShapeMismatch,
                    $"the data have {columns} input columns; after the {taken} that other inputs of '{Feature}' take, {rest} remain for {multiplicity} vector(s) of dimension '{unknown}'",
                    "Select or add columns so that they match.");
        }
    }

    private string DescribeInputs(int[] lengths)
    {
        List<string> parts = [];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (_parameters[i].Role is null)
            {
                parts.Add($"{_parameters[i].Name}: {lengths[i]}");
            }
        }

        return string.Join(", ", parts);
    }
}

/// <summary>A feature's shape with every dimension known: where each parameter lies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BoundShape
{
    private readonly int[] _lengths;
    private readonly int[] _offsets;

    internal BoundShape(FeatureShape shape, int[] lengths)
    {
        Shape = shape;
        _lengths = lengths;
        _offsets = new int[lengths.Length];
        List<ParticleParameter> particle = [];
        int offset = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            FeatureParameter parameter = shape.Parameters[i];
            if (parameter.Role is ParticleRole role)
            {
                _offsets[i] = offset;
                particle.Add(new(parameter.Name, role, offset, lengths[i], parameter.Period));
                offset += lengths[i];
            }
            else
            {
                _offsets[i] = InputCount;
                InputCount += lengths[i];
            }
        }

        Layout = new(shape.Feature, particle, shape.HomogeneityDegree, shape.WeightDegree);
    }

    /// <summary>The shape that was bound.</summary>
    public FeatureShape Shape { get; }

    /// <summary>How the numbers of a particle are arranged.</summary>
    public ParticleLayout Layout { get; }

    /// <summary>The number of input columns.</summary>
    public int InputCount { get; }

    /// <summary>The number of numbers of a parameter.</summary>
    /// <param name="parameter">The position among the parameters.</param>
    public int Length(int parameter) => _lengths[parameter];

    /// <summary>The first number of a particle parameter, or the first column of an input.</summary>
    /// <param name="parameter">The position among the parameters.</param>
    public int Offset(int parameter) => _offsets[parameter];

    /// <summary>Where the numbers of a particle parameter lie.</summary>
    /// <param name="parameter">The position among the parameters.</param>
    public ParticlePart Part(int parameter) => new(_offsets[parameter], _lengths[parameter]);

    /// <summary>The whole particle.</summary>
    public ParticlePart Whole => new(0, Layout.Dimension);

    /// <summary>Refuses an index outside a vector.</summary>
    /// <param name="parameter">The position of the vector among the parameters.</param>
    /// <param name="index">The index.</param>
    /// <returns>The index.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the vector.</exception>
    public int CheckedIndex(int parameter, int index) => index >= 0 && index < _lengths[parameter]
        ? index
        : throw new ArgumentOutOfRangeException(
            nameof(index),
            index,
            $"The formula of '{Shape.Feature}' reads '{Shape.Parameters[parameter].Name}[{index}]', but that vector has dimension {_lengths[parameter]}; change the index or the dimension.");

    /// <summary>Refuses data that the feature's integer, truth-valued and index inputs cannot take.</summary>
    /// <param name="data">The data set, with <see cref="InputCount"/> columns.</param>
    /// <exception cref="DataException">A value is not an integer, not 0 or 1, or outside the vector it indexes.</exception>
    public void CheckInputs(DataSet data) => CheckInputs(data.Inputs);

    /// <summary>Refuses inputs as <see cref="CheckInputs(DataSet)"/> does.</summary>
    /// <param name="inputs">Rows of <see cref="InputCount"/> numbers each.</param>
    internal void CheckInputs(ReadOnlySpan<double> inputs)
    {
        for (int p = 0; p < _lengths.Length; p++)
        {
            FeatureParameter parameter = Shape.Parameters[p];
            if (parameter.Role is not null || parameter.Kind is ParameterKind.Real or ParameterKind.Vector)
            {
                continue;
            }

            int column = _offsets[p];
            for (int row = 0; row * InputCount < inputs.Length; row++)
            {
                double value = inputs[(row * InputCount) + column];
                if (Math.Floor(value) != value || Math.Abs(value) > int.MaxValue || (parameter.Kind == ParameterKind.Boolean && value is not (0 or 1)))
                {
                    string takes = parameter.Kind == ParameterKind.Boolean ? "0 or 1" : "integers";
                    throw new DataException(
                        DataError.NotAnInteger,
                        $"the value {value} was given for input '{parameter.Name}' of '{Shape.Feature}', which takes {takes}",
                        "Round or recode the column.",
                        row: row,
                        column: column);
                }

                foreach (IndexUse use in Shape.IndexUses)
                {
                    if (use.Index == p && (value < 0 || value >= _lengths[use.Vector]))
                    {
                        throw new DataException(
                            DataError.IndexOutOfRange,
                            $"the index {value} was given for '{Shape.Parameters[use.Vector].Name}' of '{Shape.Feature}', which has dimension {_lengths[use.Vector]}",
                            $"Indices run from 0 to {_lengths[use.Vector] - 1}; recode the column or pass a larger dimension.",
                            row: row,
                            column: column);
                    }
                }
            }
        }
    }
}
