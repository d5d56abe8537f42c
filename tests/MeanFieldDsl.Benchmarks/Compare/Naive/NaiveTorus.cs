using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// The kernel form of the torus problem: each particle sums D(Δθ₁) D(Δθ₂) and its derivatives over all particles and the observed
/// spikes, O(m²) a step.
/// </summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class NaiveTorus<T> : NaivePort<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[][] _observed;
    private readonly T[][] _velocity;

    public NaiveTorus(Workload workload)
        : base(workload)
    {
        _observed = [.. TorusProblem.Observed.Select(static spike => Numbers([spike.First, spike.Second, spike.Mass]))];
        _velocity = [.. Theta.Select(static _ => new T[3])];
    }

    protected override void Step()
    {
        T m = T.CreateChecked(Theta.Length);
        T two = T.CreateChecked(2);
        for (int i = 0; i < Theta.Length; i++)
        {
            T value = T.Zero, first = T.Zero, second = T.Zero;
            T[] at = Theta[i];
            foreach (T[] other in Theta)
            {
                T mass = other[0] * T.Abs(other[0]) / m;
                value += mass * Kernel(at[1] - other[1]) * Kernel(at[2] - other[2]);
                first += mass * Slope(at[1] - other[1]) * Kernel(at[2] - other[2]);
                second += mass * Kernel(at[1] - other[1]) * Slope(at[2] - other[2]);
            }

            foreach (T[] spike in _observed)
            {
                value -= spike[2] * Kernel(at[1] - spike[0]) * Kernel(at[2] - spike[1]);
                first -= spike[2] * Slope(at[1] - spike[0]) * Kernel(at[2] - spike[1]);
                second -= spike[2] * Kernel(at[1] - spike[0]) * Slope(at[2] - spike[1]);
            }

            T own = at[0] * T.Abs(at[0]);
            _velocity[i][0] = -two * ((T.Abs(at[0]) * value) + (Decay * at[0]));
            _velocity[i][1] = -own * first;
            _velocity[i][2] = -own * second;
        }

        for (int i = 0; i < Theta.Length; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                Theta[i][k] += Rate * _velocity[i][k];
            }
        }
    }

    private static T Kernel(T u)
    {
        T sum = T.One;
        for (int k = 1; k <= 2; k++)
        {
            sum += T.CreateChecked(2) * T.Cos(T.CreateChecked(k) * u);
        }

        return sum;
    }

    private static T Slope(T u)
    {
        T sum = T.Zero;
        for (int k = 1; k <= 2; k++)
        {
            sum -= T.CreateChecked(2 * k) * T.Sin(T.CreateChecked(k) * u);
        }

        return sum;
    }
}
