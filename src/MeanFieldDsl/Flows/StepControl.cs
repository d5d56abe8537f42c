namespace MeanFieldDsl;

/// <summary>
/// Proposes the next step of the explicit Euler method from the last two velocities and shortens rejected ones. With
/// s = h·v_old and y = v_old − v_new, the lengths ⟨s, s⟩/⟨s, y⟩ and ⟨s, y⟩/⟨y, y⟩ of Barzilai and Borwein (1988, IMA J. Numer.
/// Anal. 8, equations (5) and (6)) are the inverse curvatures along the step; which of the two is taken follows the rule ABBmin of Frassoldati,
/// Zanni and Zanghirati (2008, J. Ind. Manag. Optim. 4): the shortest recent short one while high curvatures dominate. Added to it
/// is that the proposal does not fall after a step within the curvature along it.
/// </summary>
internal struct StepControl
{
    private const double Growth = 4;
    private const double Switch = 0.8;

    private (double A, double B, double C) _short;

    public readonly void Save(FlowState state) => state.Put("step_lengths", [_short.A, _short.B, _short.C]);

    public void Load(FlowState state)
    {
        ReadOnlySpan<double> lengths = state.Numbers("step_lengths", 3);
        _short = (lengths[0], lengths[1], lengths[2]);
    }

    /// <summary>
    /// The first step, before any curvature is known, free of units: the particles move by at most a hundredth of their own size and the linear
    /// prediction of the decrease is at most a tenth of |F|. It is meant to be too short; the next one knows the curvature.
    /// </summary>
    /// <param name="objective">F_m(θ).</param>
    /// <param name="meanSquare">The mean squared speed.</param>
    /// <param name="size">The root mean squared norm of the particles.</param>
    public static double First(double objective, double meanSquare, double size)
    {
        double byDecrease = objective != 0 ? 0.1 * Math.Abs(objective) / meanSquare : double.PositiveInfinity;
        double bySize = size > 0 ? 0.01 * size / Math.Sqrt(meanSquare) : double.PositiveInfinity;
        double step = Math.Min(byDecrease, bySize);
        return double.IsFinite(step) && step > 0 ? step : 1e-3;
    }

    /// <summary>The proposal after an accepted step.</summary>
    /// <param name="step">The accepted step.</param>
    /// <param name="speed">⟨v_old, v_old⟩.</param>
    /// <param name="curvature">⟨v_old, v_old − v_new⟩.</param>
    /// <param name="change">‖v_old − v_new‖².</param>
    public double Next(double step, double speed, double curvature, double change)
    {
        // No convexity along the step, as on the way out of a saddle: the curvature sets no scale, so grow.
        if (!(curvature > 0) || !(change > 0))
        {
            return Growth * step;
        }

        double longer = step * (speed / curvature);
        double shorter = step * (curvature / change);
        double shortest = shorter;
        if (_short.A > 0)
        {
            shortest = Math.Min(shortest, _short.A);
        }

        if (_short.B > 0)
        {
            shortest = Math.Min(shortest, _short.B);
        }

        if (_short.C > 0)
        {
            shortest = Math.Min(shortest, _short.C);
        }

        _short = (shorter, _short.A, _short.B);
        double next = shorter < Switch * longer ? shortest : longer;

        // A step that crosses the kink of a particle (ReLU on data) shows a curvature that grows as the step shrinks, and the short length
        // would collapse towards 0. So the proposal falls only after a step that outran the curvature along it; a step that is
        // now too long the test of decrease finds at the cost of one objective.
        if (step <= longer)
        {
            next = Math.Max(next, step);
        }

        return double.IsFinite(next) && next > 0 ? next : Growth * step;
    }

    /// <summary>
    /// The trial after a rejected one: the minimiser of the parabola through F, its slope and the rejected value, kept within
    /// [1/100, 1/2] of the step; a quarter of the step when the rejected value is not finite.
    /// </summary>
    public static double Shorten(double step, double objective, double meanSquare, double rejected)
    {
        double bend = rejected - objective + (step * meanSquare);
        return double.IsFinite(bend) && bend > 0
            ? Math.Clamp(0.5 * step * (step * meanSquare) / bend, 0.01 * step, 0.5 * step)
            : 0.25 * step;
    }
}
