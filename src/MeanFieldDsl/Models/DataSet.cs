using System.Collections.ObjectModel;

namespace MeanFieldDsl;

/// <summary>
/// An immutable table of n rows with p inputs each and, unless it serves prediction only, one target a row. Every
/// value is finite; everything that is passed in is copied. Safe to share between threads.
/// </summary>
public sealed partial class DataSet
{
    private readonly double[] _inputs;
    private readonly double[]? _targets;

    private DataSet(double[] inputs, int inputCount, double[]? targets, ReadOnlyCollection<string>? names)
    {
        _inputs = inputs;
        _targets = targets;
        InputCount = inputCount;
        RowCount = inputs.Length / inputCount;
        InputNames = names;
    }

    /// <summary>The number n of rows, at least 1.</summary>
    public int RowCount { get; }

    /// <summary>The number p of inputs of a row, at least 1.</summary>
    public int InputCount { get; }

    /// <summary>All inputs, n × p, row-major.</summary>
    public ReadOnlySpan<double> Inputs => _inputs;

    /// <summary>Whether the set has targets; a set for prediction may have none.</summary>
    public bool HasTargets => _targets is not null;

    /// <summary>The n targets.</summary>
    /// <exception cref="DataException">The set has no targets (<see cref="DataError.MissingTargets"/>).</exception>
    public ReadOnlySpan<double> Targets => RequireTargets();

    /// <summary>The p names of the inputs, or <see langword="null"/> when they have none.</summary>
    public IReadOnlyList<string>? InputNames { get; }

    /// <summary>The p inputs of one row.</summary>
    /// <param name="index">The row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> Row(int index)
    {
        CheckRow(index, nameof(index));
        return _inputs.AsSpan(index * InputCount, InputCount);
    }

    /// <summary>The same rows with a name for each input.</summary>
    /// <param name="names">p names.</param>
    /// <exception cref="DataException">There are not p names (<see cref="DataError.ShapeMismatch"/>).</exception>
    public DataSet WithInputNames(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        ReadOnlyCollection<string> copy = Array.AsReadOnly([.. names]);
        return copy.Count == InputCount
            ? new DataSet(_inputs, InputCount, _targets, copy)
            : throw new DataException(
                DataError.ShapeMismatch, $"{copy.Count} names were given for {InputCount} inputs", "Give one name for each input.");
    }

    /// <summary>A new set whose targets are mapped one by one, for example from labels 0, 1 to −1, +1.</summary>
    /// <param name="map">The map; called once for each row in order.</param>
    /// <exception cref="DataException">The set has no targets, or the map gives a value that is not finite.</exception>
    public DataSet MapTargets(Func<double, double> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        double[] source = RequireTargets();
        double[] mapped = new double[source.Length];
        for (int row = 0; row < source.Length; row++)
        {
            mapped[row] = map(source[row]);
            if (!double.IsFinite(mapped[row]))
            {
                throw new DataException(
                    DataError.NotFinite,
                    $"The map takes target {DataException.Show(source[row])} to {DataException.Show(mapped[row])}",
                    "Use a map that is finite on every target.",
                    row: row);
            }
        }

        return new DataSet(_inputs, InputCount, mapped, Names);
    }

    /// <summary>A new set of the chosen rows in the given order; a row may be chosen more than once.</summary>
    /// <param name="indices">The rows, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="DataException">No row is chosen, or they are too many for one array.</exception>
    public DataSet Rows(params ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
        {
            throw new DataException(DataError.Empty, "No rows were chosen", "Choose at least one row.");
        }

        double[] inputs = new double[CheckedSize(indices.Length, InputCount)];
        double[]? targets = _targets is null ? null : new double[indices.Length];
        for (int k = 0; k < indices.Length; k++)
        {
            int row = indices[k];
            CheckRow(row, nameof(indices));
            Row(row).CopyTo(inputs.AsSpan(k * InputCount));
            if (targets is not null)
            {
                targets[k] = _targets![row];
            }
        }

        return new DataSet(inputs, InputCount, targets, Names);
    }

    /// <summary>
    /// Divides the rows at random into two sets. The permutation is a function of the seed and the number of rows
    /// alone, so the same call gives the same split everywhere.
    /// </summary>
    /// <param name="trainFraction">
    /// The part of the rows for training, between 0 and 1, both excluded. The number of rows is rounded to the
    /// nearest, and each side gets at least one.
    /// </param>
    /// <param name="seed">The seed of the permutation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="DataException">The set has fewer than two rows (<see cref="DataError.Empty"/>).</exception>
    public (DataSet Train, DataSet Test) Split(double trainFraction, ulong seed)
    {
        if (!(trainFraction > 0 && trainFraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainFraction),
                $"The training fraction is {DataException.Show(trainFraction)}; give a number between 0 and 1, both excluded.");
        }

        if (RowCount < 2)
        {
            throw new DataException(DataError.Empty, "A set of one row cannot be split", "Use at least two rows.");
        }

        int[] order = CounterRandom.Permutation(RowCount, seed);
        int train = Math.Clamp((int)Math.Round(trainFraction * RowCount), 1, RowCount - 1);
        return (Rows(order.AsSpan(0, train)), Rows(order.AsSpan(train)));
    }

    /// <summary>The dimensions, for example "569 rows, 30 inputs".</summary>
    public override string ToString() => HasTargets
        ? $"{RowCount} rows, {InputCount} inputs"
        : $"{RowCount} rows, {InputCount} inputs, no targets";

    /// <summary>The same targets and names with other inputs of the same shape.</summary>
    internal DataSet WithInputs(double[] inputs) => Adopt(inputs, InputCount, _targets, Names);

    private ReadOnlyCollection<string>? Names => (ReadOnlyCollection<string>?)InputNames;

    private double[] RequireTargets() => _targets ?? throw new DataException(
        DataError.MissingTargets,
        "The data set has no targets",
        "Training needs them: make the set with DataSet.From, or with a file that has a target column.");

    private void CheckRow(int index, string parameter)
    {
        if ((uint)index >= (uint)RowCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter, $"Row {index} does not exist; the data set has rows 0 to {RowCount - 1}.");
        }
    }
}
