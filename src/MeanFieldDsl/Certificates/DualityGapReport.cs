using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// How far F(μ) can be above its infimum, by Fenchel duality: with p = R'(f) at the predictions and any s in [0, 1],
/// inf F ≥ −R*(s p) + inf_θ (s ⟨p, φ(θ)⟩ + V(θ)), the second infimum over all θ (Bredies and Pikkarainen 2013; mathematics of total-variation problems).
/// </summary>
/// <remarks>
/// <para>
/// Where φ and V are positively homogeneous of one degree, the infimum over θ is 0 or −∞, and s is the largest factor for which it is 0: s = min(1, min V/(−⟨p, φ⟩)). Otherwise
/// s = 1 and the infimum is what was found.
/// </para>
/// <para>
/// The value −R*(s p) is exact up to rounding. The infimum over θ is <b>searched</b>: the particles and random places are looked at, and the lowest descend by the generated gradient. A place that was missed would lower
/// the bound. So the gap is an estimate, unless <see cref="IsRigorous"/>.
/// </para>
/// <para>
/// Where a common degree of φ and V is proved, at most three numbers of a particle vary beside its mass, and the formulas have no functions of the user's, the infimum is then <b>proved</b> by branch and bound: the
/// generator writes φ and V over intervals too, with first and second derivatives, and every box of particles in which the certificate might exceed its bound is halved until it does not (Moore, Kearfott and Cloud
/// 2009). Roundings are accounted for, save those of R*, to 1e-14 of F.
/// </para>
/// </remarks>
/// <param name="Objective">F(μ).</param>
/// <param name="LowerBound">The lower bound of inf F, or −∞ where none is known.</param>
/// <param name="Scale">s.</param>
/// <param name="Worst">The θ that decided about s or about the infimum, D numbers; empty where none did.</param>
/// <param name="Places">How many θ were looked at.</param>
/// <param name="IsRigorous">Whether the bound is proved; a search proves nothing.</param>
/// <param name="Reason">Why there is no bound, or empty.</param>
public sealed record DualityGapReport(double Objective, double LowerBound, double Scale, IReadOnlyList<double> Worst, long Places, bool IsRigorous, string Reason)
{
    private const long MostBoxes = 20_000;
    private const long MostRows = 2_000_000;

    /// <summary>The largest lower bound of inf F that was proved, or −∞; <see cref="LowerBound"/> where <see cref="IsRigorous"/>, and otherwise as far as the proof came.</summary>
    public double ProvedLowerBound { get; init; } = double.NegativeInfinity;

    /// <summary>How many boxes the proof looked at; 0 where there was none.</summary>
    public long Boxes { get; init; }

    /// <summary>F(μ) − lower bound, at least 0 up to rounding.</summary>
    public double Gap => Objective - LowerBound;

    /// <summary>The gap by |F(μ)|, or by 1 where F(μ) is 0.</summary>
    public double RelativeGap => Gap / (Objective == 0 ? 1 : Math.Abs(Objective));

    /// <summary>Searches the bound for a measure.</summary>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="particles">The measure.</param>
    /// <param name="probes">The number of random places, at least 0.</param>
    /// <param name="seed">The seed of the search.</param>
    /// <param name="boxes">The largest number of boxes of the proof: 0 for none, null for about a second's worth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of places or of boxes is negative.</exception>
    public static DualityGapReport Of<TParticle>(MeanFieldProblem<TParticle> problem, ParticleMeasure<TParticle> particles, int probes = 1000, ulong seed = 0, int? boxes = null)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(particles);
        CheckProbes(probes, nameof(probes));
        if (boxes < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(boxes), boxes, $"boxes = {boxes}: it must be at least 0; 0 tries no proof, null as many as take about a second.");
        }

        using Evaluator evaluator = problem.CreateEvaluator(particles.Count);
        return new DualityGapSearch(evaluator, seed).Run(particles.Values, probes, BoxesFor(problem.RowCount, boxes));
    }

    /// <summary>The boxes of a proof that is not to take more than about a second, or those asked for.</summary>
    internal static long BoxesFor(int rows, int? boxes) => boxes ?? Math.Min(MostBoxes, MostRows / Math.Max(1, rows));

    /// <summary>P, D and the gap, and what of them is proved.</summary>
    public override string ToString() => double.IsNegativeInfinity(LowerBound)
        ? $"No lower bound of F is known: {Reason}."
        : Text($"P = {Objective:G10}, D = {LowerBound:G10}, gap {Math.Max(0, Gap):G3}, relative gap {Math.Max(0, RelativeGap):G3}: ") + Standing();

    private string Standing() => IsRigorous
        ? Text($"that D is a lower bound of F is proved, over {Boxes:N0} boxes.")
        : Text($"D is a lower bound of F if the lowest first variation is the one that was found among {Places:N0} places, which is a search, not a proof.")
            + (double.IsNegativeInfinity(ProvedLowerBound) ? "" : Text($" Proved is the lower bound {ProvedLowerBound:G10}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>This report where it is proved, otherwise the other, which was searched more closely.</summary>
    internal DualityGapReport OrBetter(DualityGapReport searched) => IsRigorous ? this : searched with { ProvedLowerBound = ProvedLowerBound, Boxes = Boxes };

    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    internal static void CheckProbes(int probes, string name)
    {
        if (probes < 0)
        {
            throw new ArgumentOutOfRangeException(name, probes, $"{name} = {probes}: it must be at least 0; 0 looks at the particles only, 1,000 is the default.");
        }
    }
}
