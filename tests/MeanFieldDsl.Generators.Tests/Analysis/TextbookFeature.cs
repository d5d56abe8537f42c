using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>A feature of the literature with what is true of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Joint">The degree in the particle: "-" where there is none, "" without such parameters.</param>
/// <param name="Weights">The degree in the weights alone.</param>
/// <param name="IsDifferentiable">Whether it is differentiable in the particle, everywhere, with a locally Lipschitz derivative.</param>
/// <param name="IsBounded">Whether it is bounded over the positions for weights within ±1; null where it is not 1-homogeneous in its weights.</param>
/// <param name="HasBoundedDifferential">Whether its derivatives in the positions are.</param>
/// <param name="Formula">The formula.</param>
internal sealed record TextbookFeature(string Name, string Joint, string Weights, bool? IsDifferentiable, bool? IsBounded, bool? HasBoundedDifferential, Formula Formula)
{
    /// <summary>An entry; D, B and G in <paramref name="facts"/> say differentiable, bounded and of bounded gradient, d, b and g not, - that it is no question.</summary>
    public static TextbookFeature Make(string name, string joint, string weights, string facts, Func<Sketch, Term> body)
    {
        Sketch sketch = new();
        Formula formula = sketch.Build(body(sketch), name);
        return new(name, joint, weights, facts[0] == '-' ? null : facts[0] == 'D', facts[1] == '-' ? null : facts[1] == 'B', facts[2] == '-' ? null : facts[2] == 'G', formula);
    }

    public override string ToString() => Name;
}
