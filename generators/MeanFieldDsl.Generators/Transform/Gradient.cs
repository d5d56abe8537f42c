using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>A contribution to one element of a vector's gradient: the element's index and the derivative, as nodes.</summary>
internal readonly record struct PointGradient(int Index, int Value);

/// <summary>The gradient with respect to one parameter.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Scalar">For a scalar, the node of the derivative; −1 when it is zero or the parameter is a vector.</param>
/// <param name="Field">
/// For a vector, a node with the free loop label <see cref="Formula.FieldLabel"/>: the derivative with respect to
/// the element of that index; −1 when there is none.
/// </param>
/// <param name="Points">For a vector, what indexed elements add to it.</param>
internal sealed record ParameterGradient(int Parameter, int Scalar, int Field, EquatableArray<PointGradient> Points)
{
    public bool IsZero => Scalar < 0 && Field < 0 && Points.Count == 0;

    public IEnumerable<int> Roots
    {
        get
        {
            if (Scalar >= 0)
            {
                yield return Scalar;
            }

            if (Field >= 0)
            {
                yield return Field;
            }

            foreach (PointGradient point in Points)
            {
                yield return point.Index;
                yield return point.Value;
            }
        }
    }
}

/// <summary>
/// A formula together with its gradient, times the cotangent, in one node array: what both share is one node.
/// </summary>
internal sealed record Gradient(Formula Formula, EquatableArray<Node> Nodes, int Value, EquatableArray<ParameterGradient> Parameters)
{
    public ParameterGradient Of(int parameter) => Parameters.First(p => p.Parameter == parameter);

    /// <summary>The same gradient with a cotangent of 1.</summary>
    public Gradient WithUnitCotangent()
    {
        FormulaBuilder builder = new(Nodes);
        int Unit(int node) => node < 0 ? -1 : builder.Rewrite(node, i => builder[i].Op == Op.Cotangent ? builder.Constant(1) : -1);
        ParameterGradient[] parameters =
        [
            .. Parameters.Select(p => p with
            {
                Scalar = Unit(p.Scalar),
                Field = Unit(p.Field),
                Points = new(p.Points.Select(q => new PointGradient(q.Index, Unit(q.Value)))),
            }),
        ];
        return this with { Nodes = new(builder.Nodes), Parameters = new(parameters) };
    }
}
