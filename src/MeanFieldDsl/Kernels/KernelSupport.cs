using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>Small pieces that generated kernels share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelSupport
{
    /// <summary>Refuses a hyper-parameter that is not a finite number.</summary>
    /// <param name="value">The value.</param>
    /// <param name="declaration">The declaration it belongs to.</param>
    /// <param name="name">The name of the hyper-parameter.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public static double Finite(double value, string declaration, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"The hyper-parameter {name} of '{declaration}' is {value}; set it to a finite number.");

    /// <summary>Refuses a hyper-parameter outside its declared domain.</summary>
    /// <param name="value">The value.</param>
    /// <param name="minimum">The smallest number of the domain.</param>
    /// <param name="maximum">The largest number of the domain.</param>
    /// <param name="minimumExcluded">Whether the minimum itself is outside.</param>
    /// <param name="maximumExcluded">Whether the maximum itself is outside.</param>
    /// <param name="declaration">The declaration it belongs to.</param>
    /// <param name="name">The name of the hyper-parameter.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the domain, or not finite.</exception>
    public static double Within(double value, double minimum, double maximum, bool minimumExcluded, bool maximumExcluded, string declaration, string name)
    {
        _ = Finite(value, declaration, name);
        bool isInside = (minimumExcluded ? value > minimum : value >= minimum) && (maximumExcluded ? value < maximum : value <= maximum);
        return isInside
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"The hyper-parameter {name} of '{declaration}' is {value}; set it to a number {Limit("at least", "above", minimum, minimumExcluded)}{(double.IsFinite(minimum) && double.IsFinite(maximum) ? " and " : "")}{Limit("at most", "below", maximum, maximumExcluded)}.");

        static string Limit(string closed, string open, double limit, bool excluded) => double.IsFinite(limit) ? $"{(excluded ? open : closed)} {limit}" : "";
    }

    /// <summary>Adds each accumulator's lanes to its number of the gradient, in a fixed order, and clears it.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="scratch">One accumulator for each number of the gradient.</param>
    /// <param name="gradient">The numbers.</param>
    public static void Drain<TLanes>(Span<double> scratch, Span<double> gradient)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        int length = TLanes.AccumulatorLength;
        for (int k = 0; k < gradient.Length; k++)
        {
            Span<double> accumulator = scratch.Slice(k * length, length);
            double sum = 0;
            foreach (double lane in accumulator)
            {
                sum += lane;
            }

            gradient[k] += sum;
            accumulator.Clear();
        }
    }

    /// <summary>For each lane the element of an input vector at that lane's index.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="first">The vector's first column at the first lane's row.</param>
    /// <param name="stride">The distance between columns.</param>
    /// <param name="index">One index for each lane, already checked against the vector.</param>
    public static TLanes GatherColumns<TLanes>(ref double first, nint stride, TLanes index)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        Span<double> lanes = stackalloc double[TLanes.Count];
        TLanes.Store(index, ref lanes[0]);
        for (int i = 0; i < lanes.Length; i++)
        {
            lanes[i] = Unsafe.Add(ref first, ((nint)lanes[i] * stride) + i);
        }

        return TLanes.Load(ref lanes[0]);
    }
}
