namespace MeanFieldDsl;

/// <summary>
/// Shifts and scales each input column to mean 0 and standard deviation 1, with numbers fitted on one set (the
/// training set) and applied to others. Targets are left as they are.
/// </summary>
public sealed class Standardizer
{
    private readonly double[] _means;
    private readonly double[] _scales;

    private Standardizer(double[] means, double[] scales)
    {
        _means = means;
        _scales = scales;
    }

    /// <summary>The mean of each of the p columns.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>
    /// The standard deviation of each of the p columns, sqrt((1/n) Σ (x − mean)²); 1 for a column that is constant.
    /// </summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>Computes the means and standard deviations of the columns of a set.</summary>
    /// <param name="data">The set, usually the one for training.</param>
    public static Standardizer Fit(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] means = new double[data.InputCount];
        double[] scales = new double[data.InputCount];
        for (int column = 0; column < means.Length; column++)
        {
            (means[column], scales[column]) = FitColumn(data.Inputs[column..], data.InputCount, data.RowCount);
        }

        return new Standardizer(means, scales);
    }

    /// <summary>A new set with inputs (x − mean) / scale.</summary>
    /// <param name="data">A set with the same number p of inputs.</param>
    /// <exception cref="DataException">
    /// The set has another number of inputs, or a value so large that it is infinite after scaling.
    /// </exception>
    public DataSet Apply(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputCount != _means.Length)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"The data have {data.InputCount} inputs and the standardizer was fitted on {_means.Length}",
                "Apply it to data with the columns it was fitted on.");
        }

        double[] inputs = data.Inputs.ToArray();
        for (int k = 0; k < inputs.Length; k++)
        {
            int column = k % _means.Length;
            double centred = inputs[k] - _means[column];

            // The difference of two very large numbers may be infinite where the quotients are not.
            inputs[k] = double.IsFinite(centred)
                ? centred / _scales[column]
                : (inputs[k] / _scales[column]) - (_means[column] / _scales[column]);
        }

        return data.WithInputs(inputs);
    }

    private static (double Mean, double Scale) FitColumn(ReadOnlySpan<double> values, int stride, int count)
    {
        double minimum = values[0];
        double maximum = values[0];
        for (int row = 1; row < count; row++)
        {
            minimum = Math.Min(minimum, values[row * stride]);
            maximum = Math.Max(maximum, values[row * stride]);
        }

        if (minimum == maximum)
        {
            return (minimum, 1);
        }

        // In units of the largest magnitude neither the sum nor the squares overflow.
        double unit = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        double sum = 0;
        for (int row = 0; row < count; row++)
        {
            sum += values[row * stride] / unit;
        }

        double mean = sum / count;
        double squares = 0;
        for (int row = 0; row < count; row++)
        {
            double centred = (values[row * stride] / unit) - mean;
            squares += centred * centred;
        }

        double scale = unit * Math.Sqrt(squares / count);
        return (unit * mean, scale > 0 ? scale : 1);
    }
}
