namespace MeanFieldDsl;

/// <summary>
/// The coefficients of an explicit Runge–Kutta method (Butcher tableau), of its error estimate and of its continuous extension.
/// The nodes are absent: the flow does not depend on time.
/// </summary>
/// <param name="Stages">For each stage after the first, the weights of the stages before it.</param>
/// <param name="Weights">The weights b of the result.</param>
/// <param name="Errors">b − b̂ with the weights b̂ of the embedded result, and last that of the velocity at the result; null without one.</param>
/// <param name="ErrorOrder">The order of the embedded result, of which the estimate is the error.</param>
/// <param name="Dense">The weights of the fifth term of the continuous extension, last that of the velocity at the result; null for the cubic.</param>
internal sealed record RungeKuttaTableau(double[][] Stages, double[] Weights, double[]? Errors = null, int ErrorOrder = 0, double[]? Dense = null)
{
    private static readonly RungeKuttaTableau s_euler = new([], [1]);

    // The trapezoidal rule with an Euler step for the end (Heun 1900; Hairer, Nørsett and Wanner 1993, II.1).
    private static readonly RungeKuttaTableau s_heun = new([[1]], [0.5, 0.5]);

    // Kutta 1901.
    private static readonly RungeKuttaTableau s_classical = new([[0.5], [0, 0.5], [0, 0, 1]], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);

    // Bogacki and Shampine 1989, Appl. Math. Lett. 2.
    private static readonly RungeKuttaTableau s_bogackiShampine = new(
        [[0.5], [0, 0.75]],
        [2.0 / 9, 1.0 / 3, 4.0 / 9],
        [-5.0 / 72, 1.0 / 12, 1.0 / 9, -1.0 / 8],
        2);

    // Dormand and Prince 1980, J. Comput. Appl. Math. 6; continuous extension of Hairer, Nørsett and Wanner 1993, II.6.
    private static readonly RungeKuttaTableau s_dormandPrince = new(
        [
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        ],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40],
        4,
        [-12715105075.0 / 11282082432, 0, 87487479700.0 / 32700410799, -10690763975.0 / 1880347072, 701980252875.0 / 199316789632, -1453857185.0 / 822651844, 69997945.0 / 29380423]);

    public static RungeKuttaTableau Of(RungeKuttaMethod method) => method switch
    {
        RungeKuttaMethod.Euler => s_euler,
        RungeKuttaMethod.Heun => s_heun,
        RungeKuttaMethod.Classical => s_classical,
        RungeKuttaMethod.BogackiShampine => s_bogackiShampine,
        _ => s_dormandPrince,
    };
}
