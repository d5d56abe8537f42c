using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl;

/// <summary>
/// The vector operations of the step control. The lanes are eight wide and no fused multiply-add is used whatever the
/// processor, so that the step lengths, and with them the results, have the same bits everywhere.
/// </summary>
internal static class FlowVectors
{
    /// <summary>Writes moved = θ + step · v and says whether any number changed and whether all are finite.</summary>
    public static (bool Changed, bool Finite) Move(ReadOnlySpan<double> theta, double step, ReadOnlySpan<double> velocity, Span<double> moved)
    {
        ReadOnlySpan<Vector512<double>> thetas = MemoryMarshal.Cast<double, Vector512<double>>(theta);
        ReadOnlySpan<Vector512<double>> velocities = MemoryMarshal.Cast<double, Vector512<double>>(velocity);
        Span<Vector512<double>> moves = MemoryMarshal.Cast<double, Vector512<double>>(moved);
        Vector512<double> factor = Vector512.Create(step);
        Vector512<double> zeros = Vector512<double>.Zero;
        bool changed = false;
        for (int i = 0; i < thetas.Length; i++)
        {
            Vector512<double> next = thetas[i] + (factor * velocities[i]);
            moves[i] = next;
            changed |= next != thetas[i];
            zeros += next * 0.0; // becomes NaN at the first number that is not finite, and stays it
        }

        bool finite = zeros == Vector512<double>.Zero;

        for (int i = thetas.Length * Vector512<double>.Count; i < theta.Length; i++)
        {
            double product = step * velocity[i];
            moved[i] = theta[i] + product;
            changed |= moved[i] != theta[i];
            finite &= double.IsFinite(moved[i]);
        }

        return (changed, finite);
    }

    /// <summary>
    /// With Δ = before − after, the sums ⟨before, before⟩, ⟨before, Δ⟩ and ⟨Δ, Δ⟩. The difference is formed number by number,
    /// because the sums of products would cancel for short steps.
    /// </summary>
    public static (double Speed, double Curvature, double Change) Compare(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        ReadOnlySpan<Vector512<double>> olds = MemoryMarshal.Cast<double, Vector512<double>>(before);
        ReadOnlySpan<Vector512<double>> news = MemoryMarshal.Cast<double, Vector512<double>>(after);
        Vector512<double> speeds = Vector512<double>.Zero, curvatures = speeds, changes = speeds;
        for (int i = 0; i < olds.Length; i++)
        {
            Vector512<double> old = olds[i], delta = old - news[i];
            speeds += old * old;
            curvatures += old * delta;
            changes += delta * delta;
        }

        double speed = Sum(speeds), curvature = Sum(curvatures), change = Sum(changes);
        for (int i = olds.Length * Vector512<double>.Count; i < before.Length; i++)
        {
            double delta = before[i] - after[i];
            speed += before[i] * before[i];
            curvature += before[i] * delta;
            change += delta * delta;
        }

        return (speed, curvature, change);
    }

    /// <summary>The root mean square over the m particles of their Euclidean norms.</summary>
    public static double Norm(ReadOnlySpan<double> particles, int count)
    {
        double sum = 0;
        foreach (double value in particles)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum / count);
    }

    // The order is written out: the framework's Sum is free to pair the lanes by the width of the processor.
    private static double Sum(Vector512<double> lanes)
    {
        double sum = 0;
        for (int i = 0; i < Vector512<double>.Count; i++)
        {
            sum += lanes.GetElement(i);
        }

        return sum;
    }
}
