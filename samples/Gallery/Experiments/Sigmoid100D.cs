using MeanFieldDsl.Library;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: neurons whose mean under normal inputs is known. Φ(z/1.702) is within 0.01 of the logistic sigmoid 1/(1 + e^(−z)), which has no closed form.
[Feature, PartiallyHomogeneous(1)]
internal sealed partial class NearlyLogisticNeuron
{
    [Formula]
    public static double Phi([Weight] double w, [Position] Vec theta, [Input] Vec x) => w * NormalCdf(Dot(theta, x) / 1.702);
}

[MeanFieldModel<NearlyLogisticNeuron, SquareLoss>(Inputs = InputLaw.StandardNormal)]
internal sealed partial class NearlyLogisticNetwork;

/// <summary>Twenty neurons in 100 dimensions are learnt by 3 to 199 (Chizat and Bach 2018, section 4): the flow against weights alone, on the exact population risk.</summary>
internal sealed class Sigmoid100D : IExperiment
{
    // Read from the vector graphics of the authors' figure.
    private static readonly double[] AuthorsFlow = [0.211, 0.196, 0.182, 0.160, 0.125, 0.0992, 0.0367, 4.5e-5, 5.6e-5, 2.0e-5, 3.8e-5, 1.0e-5, 2.4e-5, 2.5e-5, 5.6e-5];

    private static readonly double[] AuthorsWeightsOnly = [0.606, 0.588, 0.576, 0.568, 0.564, 0.550, 0.528, 0.503, 0.504, 0.484, 0.442, 0.409, 0.375, 0.324, 0.290];

    public string Name => "sigmoid-100d";

    public string Description => "Population risk against the number of neurons with sigmoid, for a teacher of 20 in 100 dimensions: the flow against weights alone.";

    public string SourceFile => "Sigmoid100D.cs";

    public ModelCard Card => NearlyLogisticNetwork.Card;

    public void Run(ExperimentContext context)
    {
        context.Parameter("activation", "Φ(z/1.702) without bias, a multiple of erf and a constant, within 0.01 of the logistic sigmoid, whose mean has no closed form");
        context.Parameter("teachers", "20 neurons, directions uniform, ‖θ‖ = 10, E f*² = 1; weights of alternating signs, or normal: their law is not published");
        context.Parameter("repetitions", $"{(context.Quick ? 3 : LearningCurves.Repetitions)} teachers and starts for each m");
        context.Parameter("inputs", "normal in 100 dimensions; the risk is their mean in closed form");
        context.Parameter("start", "(w, θ) uniform on the sphere of radius 10 in 101 dimensions");
        context.Parameter("flow", $"accelerated forward–backward, to R/R(0) = 1e-7, stationary to 1e-9, or {LearningCurves.MaxSteps:N0} steps");
        context.Parameter("baseline", "weights alone over the m positions of the start");

        LearningCurves signed = Against("both signs", (j, _) => j % 2 == 0 ? 1 : -1).Learn(context);
        if (signed.IsComplete)
        {
            signed.Compare(context);
            double fixedFeatures = signed.WeightsOnly(199);
            context.Compare("weights only, both signs: median of R/R(0) for m = 199", "above 0.2; authors 0.290", $"{fixedFeatures:F3}", fixedFeatures > 0.2);
            (double least, double largest) = signed.AgainstAuthors(AuthorsWeightsOnly);
            context.Compare("weights only, both signs: median of R/R(0) by the authors', all m", "1", $"{least:F2} to {largest:F2}", least > 0.5 && largest < 2);
        }

        context.Draw("both-signs", Caption, signed.Figure("Weights ±1", AuthorsFlow, AuthorsWeightsOnly));
        LearningCurves normal = Against("normal", (_, z) => z).Learn(context);
        if (normal.IsComplete)
        {
            double ratio = normal.WeightsOnly(33) / normal.Flow(33);
            context.Compare("normal: median of R/R(0) of weights alone by that of the flow, m = 33", "above 1e3; authors 9e+03", $"{ratio:0e+00}", ratio > 1e3);
        }

        context.Draw("normal", Caption, normal.Figure("Normal weights", AuthorsFlow, AuthorsWeightsOnly));
    }

    private static string Caption => "R/R(0) of the exact population risk: median, 10 to 90 % of the repetitions, and the authors' figure";

    private static Students<NearlyLogisticNeuron.Particle> Against(string name, Func<int, double, double> weight) =>
        new(name, static teacher => new NearlyLogisticNetwork().Against(new(NearlyLogisticNetwork.Layout(100), teacher))) { Weight = weight, Norm = 10, Start = Initialisation.Sphere(10), KeepsSigns = false };
}
