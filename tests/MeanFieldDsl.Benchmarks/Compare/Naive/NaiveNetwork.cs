using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>a σ(⟨w, x⟩ + b), pair by pair.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class NaiveNetwork<T> : NaivePort<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[][] _x;
    private readonly T[] _y;
    private readonly T[][] _z;
    private readonly T[] _g;
    private readonly T[] _gradient;

    public NaiveNetwork(Workload workload)
        : base(workload)
    {
        _x = Rows();
        _y = Numbers(workload.Targets);
        _z = [.. _x.Select(_ => new T[workload.Particles])];
        _g = new T[_x.Length];
        _gradient = new T[workload.ParticleLength];
    }

    protected override void Step()
    {
        T n = T.CreateChecked(_x.Length);
        T m = T.CreateChecked(Theta.Length);
        for (int r = 0; r < _x.Length; r++)
        {
            T f = T.Zero;
            for (int i = 0; i < Theta.Length; i++)
            {
                T[] theta = Theta[i];
                T z = theta[^1];
                for (int k = 0; k < _x[r].Length; k++)
                {
                    z += theta[k + 1] * _x[r][k];
                }

                _z[r][i] = z;
                f += theta[0] * Value(z);
            }

            _g[r] = ((f / m) - _y[r]) / n;
        }

        for (int i = 0; i < Theta.Length; i++)
        {
            T[] theta = Theta[i];
            Array.Clear(_gradient);
            for (int r = 0; r < _x.Length; r++)
            {
                T slope = _g[r] * theta[0] * Slope(_z[r][i]);
                _gradient[0] += _g[r] * Value(_z[r][i]);
                for (int k = 0; k < _x[r].Length; k++)
                {
                    _gradient[k + 1] += slope * _x[r][k];
                }

                _gradient[^1] += slope;
            }

            for (int k = 0; k < theta.Length; k++)
            {
                theta[k] -= Rate * (_gradient[k] + (Decay * theta[k]));
            }
        }
    }

    private T Value(T z) => Workload.Family == Family.Relu ? T.Max(z, T.Zero) : T.One / (T.One + T.Exp(-z));

    private T Slope(T z)
    {
        if (Workload.Family == Family.Relu)
        {
            return z > T.Zero ? T.One : T.Zero;
        }

        T value = Value(z);
        return value * (T.One - value);
    }
}
