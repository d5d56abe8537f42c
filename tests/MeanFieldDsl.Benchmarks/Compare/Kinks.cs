using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// Keeps the first step of a ReLU network away from the kink: a pre-activation within rounding of zero may be on either side of it in
/// another order of summation, and the updates would then differ though both are right.
/// </summary>
internal static class Kinks
{
    // Some 60 roundings of single precision, relative to ‖w‖ ‖x‖, which bounds every partial sum.
    private const double Margin = 4e-6;

    /// <summary>Whether a neuron (a, w, b) of the list is about to switch at x.</summary>
    public static bool IsNear(ReadOnlySpan<double> x, ReadOnlySpan<double> neurons)
    {
        int length = x.Length + 2;
        double norm = Math.Sqrt(1 + Dot(x, x));
        for (int start = 0; start < neurons.Length; start += length)
        {
            ReadOnlySpan<double> weights = neurons.Slice(start + 1, x.Length);
            double bias = neurons[start + length - 1];
            if (Math.Abs(Dot(weights, x) + bias) < Margin * norm * Math.Sqrt(Dot(weights, weights) + (bias * bias)))
            {
                return true;
            }
        }

        return false;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector<double> sums = Vector<double>.Zero;
        int k = 0;
        for (; k <= left.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            sums += new Vector<double>(left[k..]) * new Vector<double>(right[k..]);
        }

        double sum = Vector.Sum(sums);
        for (; k < left.Length; k++)
        {
            sum += left[k] * right[k];
        }

        return sum;
    }
}
