namespace MeanFieldDsl;

/// <summary>
/// A model with the population risk R(f) = c E (f(x) − f*(x))², a mean over all inputs x under a law in closed form, with f* the function of a teacher: a measure of
/// particles of the same feature. The method <c>Against</c> of a model with <c>Inputs</c> makes it.
/// </summary>
/// <remarks>
/// <para>
/// It runs like a problem on data, by every scheme. <see cref="FlowScheme.StochasticGradient"/> takes fresh rows (<see cref="FreshRows"/>) for its batches: stochastic gradient
/// descent in one pass, whose result <see cref="Risk"/> evaluates exactly.
/// </para>
/// <para>
/// For a σ with a kink, ⟨w, x⟩ = 0 has probability 0 and R is continuously differentiable where no w is 0; a direction w = 0 feels the derivative
/// of σ that the flow uses at its kink, so that it stays where it is under a rectifier.
/// </para>
/// </remarks>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
public abstract class PopulationProblem<TParticle> : MeanFieldProblem<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
{
    /// <summary>The law of the inputs.</summary>
    public abstract InputLaw Law { get; }

    /// <summary>The measure that f* is the function of.</summary>
    public abstract ParticleMeasure<TParticle> Teacher { get; }

    /// <summary>E f*(x)².</summary>
    public abstract double TeacherMeanSquare { get; }

    /// <summary>Draws inputs from the law and labels them by the teacher, for <see cref="FlowScheme.StochasticGradient"/>; on the model bound to any data too.</summary>
    public abstract RowSampler FreshRows { get; }

    /// <summary>0: the risk is a mean over a law, not over rows.</summary>
    public sealed override int RowCount => 0;

    /// <summary>R(f), without the regularizer.</summary>
    /// <param name="particles">Any number of particles.</param>
    /// <exception cref="ArgumentException">The particles are of another layout.</exception>
    public abstract double Risk(ParticleMeasure<TParticle> particles);

    /// <summary>E (f(x) − f*(x))² / E f*(x)²: 1 for f = 0, whatever the size of the teacher; not finite where f* = 0.</summary>
    /// <param name="particles">Any number of particles.</param>
    /// <exception cref="ArgumentException">The particles are of another layout.</exception>
    public abstract double RelativeError(ParticleMeasure<TParticle> particles);
}
