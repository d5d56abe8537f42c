namespace MeanFieldDsl.Kernels;

/// <summary>The loss of one row as a function of the mean of the features u = (1/m) Σ_i φ(θ_i; x_r): ℓ(α u, y_r)/α².</summary>
internal abstract class RowLoss
{
    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The loss.</summary>
    public abstract double Value(int row, double mean);

    /// <summary>Its derivative in u.</summary>
    public abstract double Derivative(int row, double mean);
}
