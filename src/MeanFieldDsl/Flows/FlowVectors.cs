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

    /// <summary>
    /// As <see cref="Compare(ReadOnlySpan{double}, ReadOnlySpan{double})"/> for a step that is not along the velocity: with δ = (to − from)/h
    /// in place of the velocity before, ⟨δ, δ⟩, ⟨δ, Δ⟩ and ⟨Δ, Δ⟩ for Δ = before − after.
    /// </summary>
    public static (double Speed, double Curvature, double Change) Compare(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> before, ReadOnlySpan<double> after, double step)
    {
        ReadOnlySpan<Vector512<double>> froms = MemoryMarshal.Cast<double, Vector512<double>>(from);
        ReadOnlySpan<Vector512<double>> tos = MemoryMarshal.Cast<double, Vector512<double>>(to);
        ReadOnlySpan<Vector512<double>> olds = MemoryMarshal.Cast<double, Vector512<double>>(before);
        ReadOnlySpan<Vector512<double>> news = MemoryMarshal.Cast<double, Vector512<double>>(after);
        Vector512<double> divisor = Vector512.Create(step);
        Vector512<double> speeds = Vector512<double>.Zero, curvatures = speeds, changes = speeds;
        for (int i = 0; i < olds.Length; i++)
        {
            Vector512<double> move = (tos[i] - froms[i]) / divisor, delta = olds[i] - news[i];
            speeds += move * move;
            curvatures += move * delta;
            changes += delta * delta;
        }

        double speed = Sum(speeds), curvature = Sum(curvatures), change = Sum(changes);
        for (int i = olds.Length * Vector512<double>.Count; i < before.Length; i++)
        {
            double move = (to[i] - from[i]) / step, delta = before[i] - after[i];
            speed += move * move;
            curvature += move * delta;
            change += delta * delta;
        }

        return (speed, curvature, change);
    }

    /// <summary>‖to − from‖².</summary>
    public static double SquaredDistance(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        ReadOnlySpan<Vector512<double>> froms = MemoryMarshal.Cast<double, Vector512<double>>(from);
        ReadOnlySpan<Vector512<double>> tos = MemoryMarshal.Cast<double, Vector512<double>>(to);
        Vector512<double> sums = Vector512<double>.Zero;
        for (int i = 0; i < froms.Length; i++)
        {
            Vector512<double> move = tos[i] - froms[i];
            sums += move * move;
        }

        double sum = Sum(sums);
        for (int i = froms.Length * Vector512<double>.Count; i < from.Length; i++)
        {
            sum += (to[i] - from[i]) * (to[i] - from[i]);
        }

        return sum;
    }

    /// <summary>Writes result = θ + step · Σ_s weights_s · stages_s.</summary>
    public static void Combine(ReadOnlySpan<double> theta, double step, ReadOnlySpan<double> weights, double[][] stages, Span<double> result)
    {
        int whole = theta.Length / Vector512<double>.Count * Vector512<double>.Count;
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            Vector512<double> sum = Vector512<double>.Zero;
            for (int s = 0; s < weights.Length; s++)
            {
                sum += Vector512.Create(weights[s]) * Vector512.LoadUnsafe(ref stages[s][i]);
            }

            (Vector512.Create(theta.Slice(i, Vector512<double>.Count)) + (Vector512.Create(step) * sum)).CopyTo(result[i..]);
        }

        for (int i = whole; i < theta.Length; i++)
        {
            double sum = 0;
            for (int s = 0; s < weights.Length; s++)
            {
                sum += weights[s] * stages[s][i];
            }

            double move = step * sum;
            result[i] = theta[i] + move;
        }
    }

    /// <summary>
    /// The root mean square of the estimated errors of a step, each as a multiple of what is allowed: tolerance · (the larger of |θ_k| before and
    /// after, and of the root mean square of all numbers), which has no units. At most 1 means accepted.
    /// </summary>
    public static double Error(ReadOnlySpan<double> theta, ReadOnlySpan<double> next, double step, ReadOnlySpan<double> errors, double[][] stages, double tolerance)
    {
        double size = 0;
        for (int k = 0; k < theta.Length; k++)
        {
            size += theta[k] * theta[k];
        }

        double typical = Math.Sqrt(size / theta.Length), sum = 0;
        for (int k = 0; k < theta.Length; k++)
        {
            double error = 0;
            for (int s = 0; s < errors.Length; s++)
            {
                error += errors[s] * stages[s][k];
            }

            double largest = Math.Max(Math.Max(Math.Abs(theta[k]), Math.Abs(next[k])), typical);
            double ratio = error == 0 ? 0 : step * error / (tolerance * largest);
            sum += ratio * ratio;
        }

        return Math.Sqrt(sum / theta.Length);
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
