using MeanFieldDsl.Library;
using static System.Math;

namespace MeanFieldDsl.Gallery;

// The model: a layer of rectifiers on normal inputs, without data and without a penalty.
[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class ReluNetwork;

/// <summary>Twenty neurons in 100 dimensions are learnt by 3 to 199 (Chizat and Bach 2018, section 4): the flow against weights alone, on the exact population risk.</summary>
internal sealed class Relu100D : IExperiment
{
    // Read from the vector graphics of the authors' figure.
    private static readonly double[] AuthorsFlow = [0.342, 0.190, 0.218, 0.169, 0.101, 0.0716, 0.0339, 1.1e-5, 8.3e-7, 2.3e-6, 3.9e-6, 7.6e-6, 8.2e-6, 1.05e-5, 1.1e-5];

    private static readonly double[] AuthorsWeightsOnly = [0.846, 0.859, 0.838, 0.826, 0.817, 0.785, 0.747, 0.732, 0.705, 0.663, 0.604, 0.546, 0.492, 0.443, 0.408];

    public string Name => "relu-100d";

    public string Description => "Population risk against the number of neurons with rectifier, for a teacher of 20 in 100 dimensions: the flow against weights alone.";

    public string SourceFile => "Relu100D.cs";

    public ModelCard Card => ReluNetwork.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("teachers", "20 neurons, directions uniform on the sphere in 100 dimensions, E f*² = 1; weights equal, or of alternating signs: their law is not published");
        context.Parameter("repetitions", $"{(context.Quick ? 3 : LearningCurves.Repetitions)} teachers and starts for each m");
        context.Parameter("inputs", "normal in 100 dimensions; the risk is their mean in closed form");
        context.Parameter("start", "weights of one sign: (w, θ) uniform on the unit sphere; of both: balanced, w = ±‖θ‖, of norm 1");
        context.Parameter("flow", $"accelerated forward–backward, to R/R(0) = 1e-7, stationary to 1e-9, or {LearningCurves.MaxSteps:N0} steps");
        context.Parameter("baseline", "weights alone over the m directions of the start, each given with both signs, since a rectifier keeps that of its weight");

        Students<ReluNeuronWithoutBias.Particle> oneSign = new("one sign", Bind) { Weight = (_, _) => 1, Norm = 1, Start = Initialisation.Sphere(), KeepsSigns = true };
        Students<ReluNeuronWithoutBias.Particle> bothSigns = new("both signs", Bind) { Weight = (j, _) => j % 2 == 0 ? 1 : -1, Norm = 1, Start = Initialisation.BalancedSigns(), KeepsSigns = true };
        LearningCurves signed = bothSigns.Learn(context);
        if (signed.IsComplete)
        {
            signed.Compare(context);
            double fixedFeatures = signed.WeightsOnly(199);
            context.Compare("weights only, both signs: median of R/R(0) for m = 199", "above 0.2; authors 0.408", $"{fixedFeatures:F3}", fixedFeatures > 0.2);
            (double least, double largest) = signed.AgainstAuthors(AuthorsWeightsOnly);
            context.Compare("weights only, both signs: median of R/R(0) by the authors', all m", "1", $"{least:F2} to {largest:F2}", least > 0.5 && largest < 2);
        }

        context.Draw("both-signs", Caption, signed.Figure("Weights of both signs, balanced start", AuthorsFlow, AuthorsWeightsOnly));
        LearningCurves positive = oneSign.Learn(context);
        if (positive.IsComplete)
        {
            positive.Compare(context);

            // Neurons of one sign have a large mean, which any features fit: E relu(⟨θ, x⟩) = ‖θ‖/√(2π).
            double variance = Quantiles.Median(Enumerable.Range(0, context.Quick ? 3 : LearningCurves.Repetitions).Select(k => 1 - Pow(Mean(oneSign.Problem(context.Seed, k)), 2)));
            double rest = positive.WeightsOnly(199) / variance;
            context.Compare("weights only, one sign: median R for m = 199 by that of the best constant, half the variance of f*", "above 0.2", $"{rest:F3}", rest > 0.2);
        }

        context.Draw("one-sign", Caption, positive.Figure("Weights of one sign, spherical start", AuthorsFlow, AuthorsWeightsOnly));
    }

    private static string Caption => "R/R(0) of the exact population risk: median, 10 to 90 % of the repetitions, and the authors' figure";

    private static PopulationProblem<ReluNeuronWithoutBias.Particle> Bind(double[] teacher) => new ReluNetwork().Against(new(ReluNetwork.Layout(100), teacher));

    // E f* where all directions are units and E f*² = 1.
    private static double Mean(PopulationProblem<ReluNeuronWithoutBias.Particle> problem) =>
        problem.Teacher.Values.ToArray().Chunk(101).Average(neuron => neuron[0]) / Sqrt(2 * PI);
}
