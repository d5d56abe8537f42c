using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// A model's expansion to first order at particles θ⁰: the sums Σ_i φ(θ⁰_i; x_r), the values φ(θ⁰_i; x_r) and the derivatives ∂φ(θ⁰_i; x_r), for all rows of a
/// data set. Immutable; problems share it, and it is freed with the last of them.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Native memory with a finalizer; a problem has no moment of disposal, evaluators share it.")]
internal sealed class TangentExpansion
{
    private readonly AlignedBuffer<double> _values;
    private readonly AlignedBuffer<double> _derivatives;
    private readonly double[] _sums;
    private readonly nint _stride;

    /// <summary>Computes the expansion.</summary>
    /// <param name="points">θ⁰, m × D numbers; becomes part of the expansion.</param>
    /// <param name="rows">The number n of rows.</param>
    /// <param name="one">An evaluator of one particle whose predictions are the feature at each row.</param>
    /// <param name="reader">Reads the derivatives at <paramref name="points"/>.</param>
    public TangentExpansion(double[] points, int rows, Evaluator one, DerivativeReader reader)
    {
        Points = points;
        RowCount = rows;
        Dimension = one.Layout.Dimension;
        _stride = (nint)TangentProducts.RoundUp(points.Length);
        _values = new(checked(ParticleCount * rows));
        for (int i = 0; i < ParticleCount; i++)
        {
            _ = one.Objective(points.AsSpan(i * Dimension, Dimension));
            one.Predictions.CopyTo(_values.Span.Slice(i * rows, rows));
            for (int r = 0; r < rows; r++)
            {
                if (!double.IsFinite(one.Predictions[r]))
                {
                    throw new ArgumentException($"'{one.Layout.Feature}' is not finite at data row {r} for particle {i}; take other particles.");
                }
            }
        }

        _sums = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            CompensatedSum<Lanes1> sum = default;
            for (int i = 0; i < ParticleCount; i++)
            {
                sum.Add(Lanes1.Broadcast(_values.Span[(i * rows) + r]));
            }

            _sums[r] = sum.Total;
        }

        _derivatives = new(checked(rows * (int)_stride));
        for (int r = 0; r < rows; r++)
        {
            reader.Read(r, _derivatives.Span.Slice(r * (int)_stride, points.Length));
        }
    }

    /// <summary>θ⁰.</summary>
    public double[] Points { get; }

    /// <summary>The number n of rows.</summary>
    public int RowCount { get; }

    /// <summary>The numbers of a particle.</summary>
    public int Dimension { get; }

    /// <summary>The number m of particles.</summary>
    public int ParticleCount => Points.Length / Dimension;

    /// <summary>The length of a row of derivatives: those of all particles, and zeros up to a round number.</summary>
    public int Stride => (int)_stride;

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _values.Bytes + _derivatives.Bytes;

    /// <summary>The bytes that an expansion takes; more than an array of native memory can have where it cannot be made.</summary>
    public static long BytesOf(long rows, long particles, long dimension)
    {
        long numbers = Math.Max(rows * TangentProducts.RoundUp(particles * dimension), particles * rows);
        return numbers >= int.MaxValue ? long.MaxValue : sizeof(double) * ((rows * TangentProducts.RoundUp(particles * dimension)) + (particles * rows) + 2);
    }

    /// <summary>φ(θ⁰_i; x_r) for all rows.</summary>
    public ReadOnlySpan<double> Values(int particle) => _values.Span.Slice(particle * RowCount, RowCount);

    /// <summary>Σ_i φ(θ⁰_i; x_r).</summary>
    public double Sum(int row) => _sums[row];

    /// <summary>The derivatives at a row, from a number of them on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref double Derivatives(int row, int first = 0) => ref Unsafe.Add(ref _derivatives.First, (row * _stride) + first);
}
