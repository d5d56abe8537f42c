using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>Compares the derivative that a user wrote for a primitive with differences of the primitive.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PrimitiveCheck
{
    private const double Tolerance = 1e-5;

    private static readonly double[] Points = [-7.3, -3.1, -1.7, -0.9, -0.31, 0.13, 0.47, 0.83, 1.3, 2.2, 3.7, 8.1];

    /// <summary>Refuses a derivative that differs from central differences at two or more points where the function is smooth.</summary>
    /// <param name="name">The name of the function.</param>
    /// <param name="derivativeName">The name of its derivative.</param>
    /// <param name="function">The function.</param>
    /// <param name="derivative">Its derivative.</param>
    /// <exception cref="InvalidOperationException">They disagree; the message names a point and both values.</exception>
    public static void Run(string name, string derivativeName, Func<double, double> function, Func<double, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(derivative);
        int failures = 0;
        foreach (double x in Points)
        {
            double step = 1e-5 * Math.Max(1, Math.Abs(x));
            double below = function(x - step);
            double at = function(x);
            double above = function(x + step);
            double right = (above - at) / step;
            double left = (at - below) / step;
            double numeric = (above - below) / (2 * step);
            double scale = Math.Max(Math.Abs(numeric), Math.Max(Math.Abs(at), 1e-3));

            // Outside the domain, or at a kink: one point says nothing.
            if (!double.IsFinite(numeric) || Math.Abs(right - left) > 1e-2 * scale)
            {
                continue;
            }

            double given = derivative(x);
            if (!(Math.Abs(given - numeric) <= Tolerance * scale) && ++failures == 2)
            {
                throw new InvalidOperationException(
                    $"'{derivativeName}' is not the derivative of '{name}': at {x} it is {given}, and central differences give {numeric:G8}; correct the method that [Primitive(Derivative = …)] names.");
            }
        }
    }
}
