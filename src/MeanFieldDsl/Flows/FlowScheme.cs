using System.Globalization;
using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>
/// How the particles follow the flow: which equation and which method for it. The default, <see cref="Automatic"/>, has no setting and
/// suits a first run.
/// </summary>
/// <remarks>
/// With v_i = −m ∂_i F_m, the gradient flow is θ_i' = v_i (Chizat and Bach 2018, arXiv 1805.09545, equation (5)). <see cref="Descent"/>,
/// <see cref="ForwardBackward"/> and <see cref="Conic"/> aim at the end of the flow and never raise F, <see cref="MassesOnly"/> at that of the masses; <see cref="FixedStep"/> and <see cref="Adaptive"/>
/// follow its path; <see cref="StochasticGradient"/> and <see cref="Langevin"/> follow it with noise.
/// </remarks>
public abstract class FlowScheme
{
    private protected FlowScheme()
    {
    }

    /// <summary>
    /// <see cref="ForwardBackward"/> where V is not differentiable and its proximal map is known, otherwise <see cref="Descent"/>. The choice stands
    /// in <see cref="FlowResult{TParticle}.Scheme"/>.
    /// </summary>
    public static FlowScheme Automatic { get; } = new AutomaticScheme();

    /// <summary>
    /// The explicit Euler method θ ← θ + h v with the longest steps that lower F: lengths proposed from the last two velocities (Barzilai and Borwein
    /// 1988), accepted when F falls by at least 10⁻⁴ h (1/m) Σ_i ‖v_i‖² (Armijo 1966), otherwise shortened.
    /// </summary>
    public static FlowScheme Descent { get; } = new DescentScheme();

    /// <summary>
    /// Forward–backward steps θ_i ← prox_hV(θ_i + h u_i), with u_i = −m ∂_i R for the part R of F without V: particles come to rest exactly at kinks of V, such as
    /// weights at 0 under |w|. The length h is the longest, up to slow growth, for which R stays below its parabola of curvature 1/h; the residual is the gradient
    /// mapping ‖θ − prox_hV(θ + h u)‖/h (Nesterov 2013, Math. Program. 140). Where the proximal map is known for some parameters of V alone, the others take a forward
    /// step, there is no momentum, and lengths are as in <see cref="Descent"/>.
    /// </summary>
    /// <param name="accelerated">
    /// Whether steps are extrapolated by the momentum of Beck and Teboulle (2009, FISTA), with a restart where F would rise (O'Donoghue and Candès 2015), as by default. Without
    /// momentum the steps follow the flow more closely and need many times as long to its end.
    /// </param>
    public static FlowScheme ForwardBackward(bool accelerated = true) => new ForwardBackwardScheme(accelerated);

    /// <summary>
    /// Conic descent: gradient flow in the Wasserstein–Fisher–Rao geometry of masses c_i = |w_i|^p and positions t_i (Chizat 2019, arXiv 1907.10300). With
    /// J' the derivative of F in mass at a position, r = c^½ follows r' = −2 a J' r and t' = −b ∂J'. Weights keep their sign; a weight
    /// of 0 stays 0, so start from weights that are not.
    /// </summary>
    /// <param name="retraction">How a step moves r: multiplied by e^(−2αJ') or by 1 − 2αJ', α = h·a.</param>
    /// <param name="weightRate">a, at least 0; 1 by default.</param>
    /// <param name="positionRate">b, at least 0; 1 by default.</param>
    /// <param name="step">The fixed step h in flow time, or null, the default, for the longest that lower F.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FlowScheme Conic(ConicRetraction retraction = ConicRetraction.Mirror, double weightRate = 1, double positionRate = 1, double? step = null) =>
        new ConicScheme(retraction, Rate(weightRate), Rate(positionRate), step is { } fixedStep ? Positive(fixedStep, nameof(step)) : null);

    /// <summary>
    /// The convex problem over the masses alone, with the places of the particles held: directions θ/‖θ‖ where φ and V have a joint degree of homogeneity, otherwise positions
    /// (a lasso over fixed features). Accelerated projected gradient steps on the masses, as in <see cref="ForwardBackward"/>; F never rises. A weight changes its sign where φ is odd in it; a direction
    /// keeps its own.
    /// </summary>
    public static FlowScheme MassesOnly { get; } = new MassesScheme(isSaga: false);

    /// <summary>
    /// <see cref="MassesOnly"/> by SAGA (Defazio, Bach and Lacoste-Julien 2014, arXiv 1407.0202): s ← prox(s − γ (g_r(s) − ḡ_r + mean ḡ)) for one row r after the other, drawn by the seed, where ḡ_r is the gradient of
    /// row r when it was last met. γ = 1/(3 L) with the largest norm of a row and the largest curvature of the loss that was met. An iteration is n rows. F may rise; the run ends as others do, by the residual of all
    /// rows (the gradient mapping) or by the gap.
    /// </summary>
    /// <remarks>
    /// It keeps the features of all rows at all places, n × m numbers, and one number for each row. For models on rows of data.
    /// </remarks>
    public static FlowScheme MassesSaga { get; } = new MassesScheme(isSaga: true);

    /// <summary>The gradient flow as a differential equation, by an explicit method with steps of one length.</summary>
    /// <param name="method">The method.</param>
    /// <param name="step">The step h in flow time, positive and finite. F may rise where it is too long.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static FlowScheme FixedStep(RungeKuttaMethod method, double step) => new RungeKuttaScheme(Known(method), Positive(step), null);

    /// <summary>
    /// The gradient flow as a differential equation, by an explicit method that chooses its steps so that the error of each, estimated by
    /// the embedded method of lower order, stays within a tolerance; between the steps the path is given by the continuous extension of the method.
    /// </summary>
    /// <param name="method"><see cref="RungeKuttaMethod.DormandPrince"/>, the default, or <see cref="RungeKuttaMethod.BogackiShampine"/>.</param>
    /// <param name="tolerance">
    /// The error of a step that is allowed, as a fraction of each number of the particles or of their root mean square, whichever is
    /// larger; the root mean square over all numbers counts. Strictly between 0 and 1; 1e-6 by default.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The method has no error estimate, or the tolerance is out of range.</exception>
    public static FlowScheme Adaptive(RungeKuttaMethod method = RungeKuttaMethod.DormandPrince, double tolerance = 1e-6)
    {
        if (RungeKuttaTableau.Of(Known(method)).Errors is null)
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, $"The method {method} has no error estimate to choose steps by; take DormandPrince or BogackiShampine, or a fixed step.");
        }

        return tolerance is > 0 and < 1
            ? new RungeKuttaScheme(method, double.NaN, tolerance)
            : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, Text($"tolerance = {tolerance}: take a fraction strictly between 0 and 1; 1e-6 is the default."));
    }

    /// <summary>
    /// Stochastic gradient descent θ_i ← θ_i + s_k v_i with the velocities on a batch of rows (Mei, Montanari and Nguyen 2018, arXiv 1804.06561, equation (3); their loss
    /// (y − ŷ)² has twice the velocity of ½ (y − ŷ)²). The objective and the residual of the reports are those of the batch.
    /// </summary>
    /// <param name="batchSize">The rows of a batch, at least 1.</param>
    /// <param name="schedule">The steps, or null to take half the length that the curvature at the start allows.</param>
    /// <param name="sampler">The law of the rows, for learning in one pass; null for the rows of the data set, in a new order for each pass, or for the law of a <see cref="PopulationProblem{TParticle}"/>.</param>
    /// <param name="weightDecay">λ of a decay −λ θ besides the regularizer, at least 0; 0 by default.</param>
    /// <param name="momentum">
    /// β of the heavy ball u ← β u + v, θ ← θ + s u (Polyak 1964), at least 0 and below 1; 0, the default, for none. With it the particles follow no gradient flow; the flow time
    /// still counts the steps s.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FlowScheme StochasticGradient(int batchSize = 64, StepSchedule? schedule = null, RowSampler? sampler = null, double weightDecay = 0, double momentum = 0) =>
        momentum is >= 0 and < 1
            ? new StochasticScheme(Rows(batchSize), schedule, sampler, 0, Rate(weightDecay), momentum)
            : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, Text($"momentum = {momentum}: it must be at least 0 and below 1; 0 is none."));

    /// <summary>
    /// Noisy gradient descent θ_i ← (1 − s_k λ) θ_i + s_k v_i + √(2 τ s_k) ζ_i with ζ normal: the Langevin dynamics of the free energy F(μ) + τ ∫ μ log μ + ½ λ ∫ ‖θ‖² dμ, whose
    /// minimiser is the Gibbs measure μ ∝ exp(−(F'(μ) + ½ λ ‖θ‖²)/τ). Steps of the method of Euler and Maruyama, of weak order 1.
    /// </summary>
    /// <param name="temperature">τ, positive and finite, in the units of F.</param>
    /// <param name="schedule">The steps, or null to take half the length that the curvature at the start allows.</param>
    /// <param name="weightDecay">λ, at least 0; 0 by default.</param>
    /// <param name="batchSize">The rows of a batch, or null, the default, for all rows.</param>
    /// <param name="sampler">The law of the rows, for learning in one pass; needs a batch size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FlowScheme Langevin(double temperature, StepSchedule? schedule = null, double weightDecay = 0, int? batchSize = null, RowSampler? sampler = null)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, Text($"temperature = {temperature}: it must be positive and finite; without noise take FlowScheme.StochasticGradient or FlowScheme.Automatic."));
        }

        if (sampler is not null && batchSize is null)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A law of rows was given without the number of rows to draw for each step; give batchSize as well.");
        }

        return new StochasticScheme(batchSize is { } rows ? Rows(rows) : null, schedule, sampler, temperature, Rate(weightDecay), 0);
    }

    /// <summary>The scheme and its settings in a few words.</summary>
    public abstract override string ToString();

    /// <summary>The scheme itself, or the one it chooses for a model.</summary>
    internal virtual FlowScheme For(Evaluator evaluator) => this;

    /// <summary>Makes the stepper.</summary>
    /// <exception cref="ArgumentException">The model or the particles do not suit the scheme.</exception>
    internal abstract Stepper CreateStepper(in FlowStart start);

    private protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static RungeKuttaMethod Known(RungeKuttaMethod method) => Enum.IsDefined(method)
        ? method
        : throw new ArgumentOutOfRangeException(nameof(method), method, $"There is no Runge–Kutta method number {(int)method}; take one of {string.Join(", ", Enum.GetNames<RungeKuttaMethod>())}.");

    private static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, Text($"{name} = {value}: a step in flow time must be positive and finite."));

    private static int Rows(int batchSize) => batchSize >= 1
        ? batchSize
        : throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize = {batchSize}: a batch has at least one row.");

    private static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, Text($"{name} = {value}: a rate must be finite and at least 0; 0 holds the weights or the positions."));
}
