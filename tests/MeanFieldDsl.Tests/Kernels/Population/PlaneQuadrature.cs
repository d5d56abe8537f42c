using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Kernels.Population;

/// <summary>Means over normal inputs in the plane by quadrature: the independent reference for the closed forms.</summary>
internal static class PlaneQuadrature
{
    // Nodes and weights of Gauss and Legendre with 5 points on [−1, 1].
    private static readonly double[] Nodes = [0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640];
    private static readonly double[] Weights = [0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891];

    /// <summary>E f(x) for an f of degree 2 in ‖x‖ that is smooth but where some directions are orthogonal to x.</summary>
    public static double Homogeneous(Func<double, double, double> f, params (double X, double Y)[] kinks)
    {
        double[] angles =
        [
            .. kinks.SelectMany(k => new[] { Math.Atan2(k.Y, k.X) + (Math.PI / 2), Math.Atan2(k.Y, k.X) - (Math.PI / 2) })
                .Concat(Enumerable.Range(0, 64).Select(i => i * Math.PI / 32)).Select(a => a - (2 * Math.PI * Math.Floor(a / (2 * Math.PI)))).Order(),
        ];
        CompensatedSum<Lanes1> sum = default;
        for (int i = 0; i < angles.Length; i++)
        {
            double low = angles[i], high = i + 1 < angles.Length ? angles[i + 1] : angles[0] + (2 * Math.PI), half = (high - low) / 2;
            for (int q = 0; q < Nodes.Length; q++)
            {
                double angle = low + (half * (1 + Nodes[q]));
                sum.Add(new Lanes1(half * Weights[q] * f(Math.Cos(angle), Math.Sin(angle))));
            }
        }

        // The mean of ‖x‖² is 2.
        return sum.Total / Math.PI;
    }

    /// <summary>E f(x) for an analytic f: the trapezoidal rule converges faster than any power.</summary>
    public static double Smooth(Func<double, double, double> f)
    {
        const double Step = 0.1;
        CompensatedSum<Lanes1> sum = default;
        for (int i = -95; i <= 95; i++)
        {
            for (int k = -95; k <= 95; k++)
            {
                double x = i * Step, y = k * Step;
                sum.Add(new Lanes1(f(x, y) * Math.Exp(-((x * x) + (y * y)) / 2)));
            }
        }

        return sum.Total * Step * Step / (2 * Math.PI);
    }
}
