using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Magnitudes;

/// <summary>
/// The sizes that rates are written in. Terms that differ by a positive factor or a bounded addend, neither of which moves
/// with the positions, have one size up to a constant. In a loop, a size is that of the element at hand; the largest
/// over all elements is another, which bounds it.
/// </summary>
internal sealed class Sizes(IReadOnlyList<Node> nodes, Func<int, Magnitude> of)
{
    private readonly FormulaBuilder _builder = new(nodes);
    private readonly int[][] _free = FormulaGraph.FreeLabels(nodes);

    /// <summary>The size of what is positive in a node, or of what is negative in it.</summary>
    public int Side(int node, bool positive)
    {
        (int stripped, bool flipped) = Strip(node);
        return Key(stripped, 0, positive != flipped);
    }

    /// <summary>The rate of a node's modulus by its own size, without the sides that are bounded.</summary>
    public Rate Own(int node, Magnitude magnitude) => Rate.Of(Both(node, magnitude));

    /// <summary>The rate of a node's modulus by the largest over the elements of a vector, or null outside loops.</summary>
    public Rate? OverElements(int node)
    {
        int stripped = Strip(node).Node;
        return _free[stripped].Length == 1 ? Rate.Of([new(Largest(stripped), 1)]) : null;
    }

    /// <summary>An upper rate of a body as one for its sum or maximum: the largest elements stand for each. Null where none does.</summary>
    public Rate? CloseUpper(Rate rate, int label) => Close(rate, label, (plus, minus) => Math.Max(0, Math.Max(plus, minus)));

    /// <summary>An upper rate of a body as one for its product over all elements, if it has no positive powers.</summary>
    public Rate? CloseProduct(Rate rate, int label) => Close(rate, label, (plus, minus) => Math.Max(plus, minus));

    /// <summary>A lower rate of a body as one for a sum of such terms without cancellation.</summary>
    public Rate CloseLower(Rate rate, int label) => Close(rate, label, (plus, minus) => Math.Min(plus, minus)) ?? Rate.One;

    /// <summary>The rate of what is at most a multiple of the node itself, which is not negative.</summary>
    public static Rate Exact(int node) => Rate.Of([new((node << 2) | 3, 1)]);

    public bool IsOutsideLoops(int node) => _free[node].Length == 0;

    /// <summary>A node as it is for the elements of a gradient, so that it is the same in all loops.</summary>
    public int? Element(int node) => Canonical(node);

    /// <summary>Whether a node at another label is <paramref name="other"/>.</summary>
    public bool AreSameElement(int node, int other) => Canonical(node) is int a && a == Canonical(other);

    private IEnumerable<KeyValuePair<int, double>> Both(int node, Magnitude magnitude)
    {
        if (!magnitude.Above)
        {
            yield return new(Side(node, true), 1);
        }

        if (!magnitude.Below)
        {
            yield return new(Side(node, false), 1);
        }
    }

    private Rate? Close(Rate rate, int label, Func<double, double, double> joined)
    {
        List<KeyValuePair<int, double>> powers = [];
        HashSet<int> done = [];
        foreach (KeyValuePair<int, double> p in rate.Powers)
        {
            int node = p.Key >> 2;
            bool isElement = (p.Key & 2) == 0 && node < _free.Length && _free[node].Contains(label);
            if (!isElement)
            {
                powers.Add(p);
            }
            else if (done.Add(node))
            {
                // A side that is bounded counts as the other.
                Magnitude m = of(node);
                double plus = rate[Key(node, 0, true)], minus = rate[Key(node, 0, false)];
                double power = m.Below ? plus : m.Above ? minus : joined(plus, minus);
                power = joined(power, power);
                int largest = Largest(node);
                if (largest >= 0)
                {
                    powers.Add(new(largest, power));
                }
                else if (power > 0)
                {
                    return null;
                }
            }
        }

        return Rate.Of(powers);
    }

    // −1 inside several loops, where no single vector holds all elements.
    private int Largest(int node) => Canonical(node) is int canonical ? Key(canonical, 2, true) : -1;

    private int? Canonical(int node) => _free[node].Length switch
    {
        0 => node,
        1 => _builder.Rename(node, _free[node][0], Formula.FieldLabel),
        _ => null,
    };

    private static int Key(int node, int kind, bool positive) => (node << 2) | kind | (positive ? 0 : 1);

    private (int Node, bool Flipped) Strip(int node)
    {
        bool flipped = false;
        while (true)
        {
            Node n = nodes[node];
            (int next, int factor) = n.Op switch
            {
                Op.Negate => (n.A, -1),
                Op.Add when of(n.B).IsBounded => (n.A, 1),
                Op.Add when of(n.A).IsBounded => (n.B, 1),
                Op.Subtract when of(n.B).IsBounded => (n.A, 1),
                Op.Subtract when of(n.A).IsBounded => (n.B, -1),
                Op.Multiply when Sign(n.A) != 0 => (n.B, Sign(n.A)),
                Op.Multiply when Sign(n.B) != 0 => (n.A, Sign(n.B)),
                Op.Divide when Sign(n.B, isDivisor: true) != 0 => (n.A, Sign(n.B, isDivisor: true)),
                _ => (-1, 0),
            };
            if (next < 0 || !of(next).Varies || !_free[next].SequenceEqual(_free[node]))
            {
                return (node, flipped);
            }

            node = next;
            flipped ^= factor < 0;
        }
    }

    // The sign of a fixed factor; a divisor that has a quotient is not 0.
    private int Sign(int node, bool isDivisor = false)
    {
        Magnitude m = of(node);
        return m.Varies ? 0
            : m.Range.IsPositive || (isDivisor && m.Range.IsNonNegative) ? 1
            : m.Range.IsNegative || (isDivisor && m.Range.IsNonPositive) ? -1
            : 0;
    }
}
