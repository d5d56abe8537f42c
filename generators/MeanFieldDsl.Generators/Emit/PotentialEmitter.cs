using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the generated part of a potential: the particle that it declares, and its value and gradient like those of a regularizer.</summary>
internal static class PotentialEmitter
{
    public static GeneratedFile Emit(DeclarationSpec spec, Gradient gradient, HomogeneityFacts facts, ProximalOutcome proximal) =>
        FileFrame.Write(spec.Type, "Potential", DeclarationDocs.Remarks("V", gradient, facts), writer =>
        {
            // Whatever its degree, the mass of a particle of an interaction model is fixed: no degree goes into the layout.
            ShapeEmitter.Emit(writer, spec.Type.Name, gradient.Formula);
            _ = writer.Line();
            ParticleEmitter.Emit(writer, gradient.Formula);
            _ = writer.Line();
            RegularizerEmitter.Kernel(writer, spec, gradient, proximal, "potential", "particles");
        }, gradient.Formula);
}
