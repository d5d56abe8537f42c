using System.Collections.ObjectModel;

namespace MeanFieldDsl;

public sealed partial class DataSet
{
    /// <summary>A set from a matrix with one row for each observation.</summary>
    /// <param name="inputs">n × p inputs.</param>
    /// <param name="targets">n targets.</param>
    /// <exception cref="DataException">The data are empty, not finite, or their lengths differ.</exception>
    public static DataSet From(double[,] inputs, ReadOnlySpan<double> targets) =>
        Adopt(Flatten(inputs), inputs.GetLength(1), targets.ToArray(), null);

    /// <summary>A set from rows of equal length.</summary>
    /// <param name="inputs">n rows of p inputs.</param>
    /// <param name="targets">n targets.</param>
    /// <exception cref="DataException">The data are empty or not finite, or lengths differ.</exception>
    public static DataSet From(double[][] inputs, ReadOnlySpan<double> targets) =>
        Adopt(Flatten(inputs), inputs[0].Length, targets.ToArray(), null);

    /// <summary>A set from inputs in one array.</summary>
    /// <param name="inputs">n × p inputs, row-major.</param>
    /// <param name="inputCount">The number p of inputs of a row.</param>
    /// <param name="targets">n targets.</param>
    /// <exception cref="DataException">The data are empty, not finite, or their lengths do not fit.</exception>
    public static DataSet From(ReadOnlySpan<double> inputs, int inputCount, ReadOnlySpan<double> targets) =>
        Adopt(inputs.ToArray(), inputCount, targets.ToArray(), null);

    /// <summary>A set with one scalar input a row.</summary>
    /// <param name="scalarInputs">n inputs.</param>
    /// <param name="targets">n targets.</param>
    /// <exception cref="DataException">The data are empty, not finite, or their lengths differ.</exception>
    public static DataSet From(ReadOnlySpan<double> scalarInputs, ReadOnlySpan<double> targets) =>
        From(scalarInputs, 1, targets);

    /// <summary>A set without targets, for prediction.</summary>
    /// <param name="inputs">n × p inputs.</param>
    /// <exception cref="DataException">The data are empty or not finite.</exception>
    public static DataSet FromInputs(double[,] inputs) => Adopt(Flatten(inputs), inputs.GetLength(1), null, null);

    /// <summary>A set without targets, for prediction.</summary>
    /// <param name="inputs">n rows of p inputs.</param>
    /// <exception cref="DataException">The data are empty or not finite, or rows differ in length.</exception>
    public static DataSet FromInputs(double[][] inputs) => Adopt(Flatten(inputs), inputs[0].Length, null, null);

    /// <summary>A set without targets, for prediction.</summary>
    /// <param name="inputs">n × p inputs, row-major; one scalar input a row unless told otherwise.</param>
    /// <param name="inputCount">The number p of inputs of a row.</param>
    /// <exception cref="DataException">The data are empty, not finite, or no whole number of rows.</exception>
    public static DataSet FromInputs(ReadOnlySpan<double> inputs, int inputCount = 1) =>
        Adopt(inputs.ToArray(), inputCount, null, null);

    /// <summary>Checks the arrays and takes them over without a copy.</summary>
    internal static DataSet Adopt(
        double[] inputs,
        int inputCount,
        double[]? targets,
        ReadOnlyCollection<string>? names,
        string? inputsPath = null,
        string? targetsPath = null)
    {
        if (inputCount <= 0)
        {
            throw new DataException(
                DataError.Empty, $"The data have {inputCount} input columns", "Give at least one input for each row.", inputsPath);
        }

        if (inputs.Length == 0)
        {
            throw new DataException(DataError.Empty, "The data have no rows", "Give at least one row.", inputsPath);
        }

        if (inputs.Length % inputCount != 0)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"{inputs.Length} input values are no whole number of rows of {inputCount}",
                "Give n × p values in row-major order.",
                inputsPath);
        }

        int rows = inputs.Length / inputCount;
        if (targets is not null && targets.Length != rows)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"There are {rows} rows of inputs and {targets.Length} targets",
                "Give one target for each row.",
                targetsPath);
        }

        CheckFinite(inputs, inputCount, "Input", inputsPath);
        CheckFinite(targets ?? [], 0, "Target", targetsPath);
        return new DataSet(inputs, inputCount, targets, names);
    }

    /// <summary>The size of a table, checked against the longest array before anything is allocated.</summary>
    internal static int CheckedSize(long rows, long columns, string? path = null)
    {
        // The callers' numbers are lengths of arrays, so the product does not overflow.
        long size = rows * columns;
        return size <= Array.MaxLength
            ? (int)size
            : throw new DataException(
                DataError.TooLarge,
                $"{rows} rows of {columns} values are more than one array can hold ({Array.MaxLength})",
                "Use fewer rows.",
                path);
    }

    private static void CheckFinite(double[] values, int columns, string name, string? path)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                throw new DataException(
                    DataError.NotFinite,
                    $"{name} {DataException.Show(values[k])} is not finite",
                    "Remove the row or replace the value.",
                    path,
                    columns > 0 ? k / columns : k,
                    columns > 0 ? k % columns : null);
            }
        }
    }

    private static double[] Flatten(double[,] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        double[] flat = new double[CheckedSize(inputs.GetLength(0), inputs.GetLength(1))];
        int k = 0;

        // The enumeration of a rectangular array is row-major.
        foreach (double value in inputs)
        {
            flat[k++] = value;
        }

        return flat;
    }

    private static double[] Flatten(double[][] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0)
        {
            throw new DataException(DataError.Empty, "The data have no rows", "Give at least one row.");
        }

        for (int row = 0; row < inputs.Length; row++)
        {
            if (inputs[row] is null || inputs[row].Length != inputs[0].Length)
            {
                string length = inputs[row] is null ? "is null" : $"has {inputs[row].Length} inputs";
                throw new DataException(
                    DataError.ShapeMismatch,
                    $"A row {length} where {inputs[0]?.Length ?? 0} were expected",
                    "Give rows of equal length.",
                    row: row);
            }
        }

        double[] flat = new double[CheckedSize(inputs.Length, inputs[0].Length)];
        for (int row = 0; row < inputs.Length; row++)
        {
            inputs[row].CopyTo(flat, row * inputs[0].Length);
        }

        return flat;
    }
}
