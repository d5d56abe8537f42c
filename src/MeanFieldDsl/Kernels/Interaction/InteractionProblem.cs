using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// An interaction model with its dimensions. Generated code creates it; users see <see cref="MeanFieldProblem{TParticle}"/>.
/// </summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <typeparam name="TPotential">The generated code of the potential.</typeparam>
/// <typeparam name="TInteraction">The generated code of the symmetric part of the interaction.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InteractionProblem<TParticle, TPotential, TInteraction> : MeanFieldProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
    where TPotential : struct, IRegularizerKernel
    where TInteraction : struct, IPairKernel
{
    private readonly ModelFacts _facts;
    private readonly TPotential _potential;
    private readonly TInteraction _interaction;
    private readonly double _constant;

    /// <summary>Keeps the parts.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="facts">What the compiler found out.</param>
    /// <param name="layout">How the numbers of one particle are arranged.</param>
    /// <param name="potential">The potential's code.</param>
    /// <param name="interaction">The interaction's code.</param>
    /// <param name="constant">The constant c of the energy.</param>
    /// <exception cref="ArgumentOutOfRangeException">The constant is not finite.</exception>
    public InteractionProblem(string name, ModelFacts facts, ParticleLayout layout, TPotential potential, TInteraction interaction, double constant)
    {
        Name = name;
        Layout = layout;
        _facts = facts;
        _potential = potential;
        _interaction = interaction;
        _constant = KernelSupport.Finite(constant, name, "Constant");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override ParticleLayout Layout { get; }

    /// <summary>0: an interaction model has no data.</summary>
    public override int RowCount => 0;

    /// <inheritdoc/>
    public override AssumptionLedger Assumptions => _facts.Assumptions;

    /// <inheritdoc/>
    public override Evaluator CreateEvaluator(int particleCount, int threads = 0, bool reproducible = false)
    {
        EvaluatorLimits.Check(particleCount, threads, Layout);
        PackedData rows = PackedData.Stream(particleCount, Layout.Dimension);
        return new InteractionEvaluator(_constant, Layout, rows, LaneWidth.Run<Work, Evaluator>(new(_potential, _interaction, rows, particleCount, threads), reproducible));
    }

    /// <summary>An interaction model predicts nothing.</summary>
    /// <param name="particles">Not used.</param>
    /// <param name="data">Not used.</param>
    /// <param name="reproducible">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override double[] Predict(ParticleMeasure<TParticle> particles, DataSet data, bool reproducible = false) =>
        throw new NotSupportedException($"'{Name}' is an interaction model: it has no data and predicts nothing; its value at θ is the first variation of an evaluator.");

    private readonly struct Work(TPotential potential, TInteraction interaction, PackedData rows, int particles, int threads) : ILaneWork<Evaluator>
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            TInteraction.PrefersWideLanes
                ? new PairEvaluator<TInteraction, PairEnergy, Doubled<TPotential>, TWide, TNarrow>(interaction, default, new(potential), rows, particles, threads)
                : new PairEvaluator<TInteraction, PairEnergy, Doubled<TPotential>, TNarrow, TNarrow>(interaction, default, new(potential), rows, particles, threads);
    }
}
