namespace MeanFieldDsl;

/// <summary>A theorem about the flow of a model.</summary>
public enum Theorem
{
    /// <summary>Global convergence for features that are 2-homogeneous in the whole particle: Chizat and Bach 2018 (arXiv 1805.09545), Theorem 3.3.</summary>
    GlobalConvergenceHomogeneous,

    /// <summary>Global convergence for features that are 1-homogeneous in the weight: Chizat and Bach 2018, Theorem 3.5.</summary>
    GlobalConvergencePartiallyHomogeneous,

    /// <summary>Stochastic gradient descent follows the mean-field flow: Mei, Montanari and Nguyen 2018 (arXiv 1804.06561), noiseless dynamics.</summary>
    MeanFieldLimit,

    /// <summary>Noisy stochastic gradient descent reaches the minimum of the free energy: Mei, Montanari and Nguyen 2018, noisy dynamics.</summary>
    NoisyMeanFieldLimit,

    /// <summary>A large scale of the output linearises the model: Chizat, Oyallon and Bach 2019 (arXiv 1812.07956).</summary>
    LazyTraining,

    /// <summary>Wide rectifier networks interpolate at a linear rate: Du, Zhai, Poczos and Singh 2019 (arXiv 1810.02054).</summary>
    WideReluConvergence,
}

/// <summary>What the hypotheses of a theorem, taken together, come to.</summary>
public enum TheoremStanding
{
    /// <summary>Every hypothesis is proved.</summary>
    Applies,

    /// <summary>None is refuted or undecided; some are assumed, about the run, or cannot be checked.</summary>
    Conditional,

    /// <summary>None is refuted, and some are undecided.</summary>
    Open,

    /// <summary>At least one is refuted: the theorem says nothing about this model.</summary>
    DoesNotApply,
}

/// <summary>A theorem with the status of each of its hypotheses for one model.</summary>
/// <param name="Theorem">The theorem.</param>
/// <param name="Conclusion">What it says when its hypotheses hold.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Hypotheses">The hypotheses in order.</param>
public sealed record TheoremCard(Theorem Theorem, string Conclusion, string Source, AssumptionLedger Hypotheses)
{
    /// <summary>What the hypotheses come to.</summary>
    public TheoremStanding Standing
    {
        get
        {
            TheoremStanding standing = TheoremStanding.Applies;
            foreach (Assumption hypothesis in Hypotheses)
            {
                TheoremStanding own = hypothesis.Status switch
                {
                    AssumptionStatus.Proved => TheoremStanding.Applies,
                    AssumptionStatus.Refuted => TheoremStanding.DoesNotApply,
                    AssumptionStatus.Undecided => TheoremStanding.Open,
                    _ => TheoremStanding.Conditional,
                };
                standing = own > standing ? own : standing;
            }

            return standing;
        }
    }

    /// <summary>One line for the theorem and one for each hypothesis.</summary>
    public override string ToString() => $"{Source}: {Standing}. {Conclusion}\n{Hypotheses}";
}
