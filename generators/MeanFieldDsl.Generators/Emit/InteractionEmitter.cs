using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>
/// Writes the generated part of an interaction: the kernel of its symmetric part, which is that of a feature whose inputs are the other particle.
/// </summary>
internal static class InteractionEmitter
{
    public static GeneratedFile Emit(DeclarationSpec spec, Gradient gradient, Symmetry symmetry) =>
        FileFrame.Write(spec.Type, "Interaction", Remarks(spec.Formula!, gradient, symmetry), writer =>
        {
            ShapeEmitter.Emit(writer, spec.Type.Name, gradient.Formula);
            _ = writer.Line();
            FeatureEmitter.Kernel(writer, spec, gradient, "interaction");
        }, spec.Formula);

    private static IEnumerable<string> Remarks(Formula declared, Gradient gradient, Symmetry symmetry)
    {
        string names = string.Join(", ", declared.Parameters.Select(static p => p.Name));
        int half = declared.Parameters.Count / 2;
        string exchanged = string.Join(", ", declared.Parameters.Skip(half).Concat(declared.Parameters.Take(half)).Select(static p => p.Name));
        yield return "<remarks>";
        yield return $"<para>U({names}) = {FileFrame.Xml(FormulaPrinter.Print(declared))}</para>";
        string verdict = symmetry.Finding.IsProved ? "is symmetric" : symmetry.Finding.IsRefuted ? "is not symmetric" : "is not known to be symmetric";
        string part = symmetry.IsAlone ? "" : $" The kernel computes S({names}) = ½ (U({names}) + U({exchanged})), which has the same energy.";
        yield return $"<para>U {verdict}: {FileFrame.Xml(symmetry.Finding.Reason)}.{part}</para>";
        foreach (string derivative in DeclarationDocs.Derivatives(symmetry.IsAlone ? "U" : "S", gradient.WithUnitCotangent()))
        {
            yield return $"<para>{FileFrame.Xml(derivative)}</para>";
        }

        foreach (string kink in DeclarationDocs.Kinks(declared))
        {
            yield return $"<para>{FileFrame.Xml(kink)}</para>";
        }

        yield return "</remarks>";
    }
}
