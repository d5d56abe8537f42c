using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

internal enum ShapeMistake
{
    /// <summary>Two vectors under one loop have different dimensions.</summary>
    Differ,

    /// <summary>Nothing gives the vector a dimension; the second parameter stands for all that must be as long.</summary>
    Unknown,

    /// <summary>A constant index beyond the vector's ends.</summary>
    OutOfRange,
}

/// <summary>A mistake, with the node or the tie it was found at, or −1, and the parameters and dimensions it concerns.</summary>
internal sealed record ShapeError(ShapeMistake Mistake, int Node, int First, Dimension FirstDimension, int Second = -1, Dimension SecondDimension = default, int Tie = -1);

/// <summary>
/// What the author's code says about dimensions and the nodes do not: two vectors that are equally long, or, where
/// <paramref name="Size"/> is positive, a vector of this length.
/// </summary>
internal readonly record struct DimensionTie(int First, int Second, int Size = 0);

/// <summary>The dimension of every parameter, and what is wrong.</summary>
internal sealed record ShapeResult(IReadOnlyList<Dimension> Dimensions, IReadOnlyList<ShapeError> Errors);

/// <summary>Infers dimensions by unification: vectors under the same loop are equally long.</summary>
internal sealed class Shapes
{
    private readonly Formula _formula;
    private readonly int[] _parent;
    private readonly int[] _size;
    private readonly string?[] _name;
    private readonly List<ShapeError> _errors = [];

    private Shapes(Formula formula)
    {
        _formula = formula;
        _parent = [.. Enumerable.Range(0, formula.Parameters.Count)];
        _size = [.. formula.Parameters.Select(static p => p.Dimension.Size)];
        _name = [.. formula.Parameters.Select(static p => p.Dimension.IsKnown ? null : p.Dimension.Symbol)];
    }

    /// <summary>The dimension of a vector parameter whose author says nothing about it.</summary>
    public static Dimension Undeclared => Dimension.Fixed(0);

    /// <summary>Infers the dimensions.</summary>
    /// <param name="formula">The formula, with declared dimensions in its parameters.</param>
    /// <param name="isFeature">Whether particle vectors must be tied to an input: others get theirs from the feature.</param>
    /// <param name="ties">What is known beside the formula.</param>
    public static ShapeResult Infer(Formula formula, bool isFeature, IReadOnlyList<DimensionTie>? ties = null)
    {
        Shapes shapes = new(formula);
        shapes.UnifyNames();
        shapes.Unify(ties ?? []);
        shapes.UnifyLoops();
        if (isFeature)
        {
            shapes.RequireDimensions();
        }

        Dimension[] dimensions = shapes.Resolve();
        shapes.CheckIndices(dimensions);
        return new(dimensions, shapes._errors);
    }

    private bool IsVector(int parameter) => _formula.Parameters[parameter].Type == FormulaType.Vector;

    private int Find(int parameter)
    {
        while (_parent[parameter] != parameter)
        {
            parameter = _parent[parameter];
        }

        return parameter;
    }

    private Dimension Known(int root) => _size[root] > 0 ? Dimension.Fixed(_size[root]) : Dimension.Named(_name[root]!);

    // The same name twice is the same dimension, whatever else is known about either.
    private void UnifyNames()
    {
        for (int i = 0; i < _name.Length; i++)
        {
            int first = Array.FindIndex(_name, n => n is not null && n == _name[i]);
            if (first >= 0 && first < i)
            {
                Union(first, i, -1);
            }
        }
    }

    private void Unify(IReadOnlyList<DimensionTie> ties)
    {
        for (int t = 0; t < ties.Count; t++)
        {
            (int first, int second, int size) = ties[t];
            if (size == 0)
            {
                Union(first, second, -1, t);
                continue;
            }

            int root = Find(first);
            if (_size[root] == 0)
            {
                _size[root] = size;
            }
            else if (_size[root] != size)
            {
                _errors.Add(new(ShapeMistake.Differ, -1, first, Known(root), first, Dimension.Fixed(size), t));
            }
        }
    }

    private void UnifyLoops()
    {
        for (int i = 0; i < _formula.Nodes.Count; i++)
        {
            Node loop = _formula.Nodes[i];
            if (!loop.IsReduction || loop.LoopParameter < 0)
            {
                continue;
            }

            // Inner loops have smaller labels, so every mention of the label in the body is this loop's.
            bool[] needed = FormulaGraph.Reachable(_formula.Nodes, loop.A);
            for (int n = 0; n <= loop.A; n++)
            {
                Node element = _formula.Nodes[n];
                if (needed[n] && element.Op == Op.BoundElement && element.B == loop.Label)
                {
                    Union(loop.LoopParameter, element.A, i);
                }
            }
        }
    }

    private void Union(int first, int second, int node, int tie = -1)
    {
        int a = Find(first);
        int b = Find(second);
        if (a == b)
        {
            return;
        }

        bool sizesDiffer = _size[a] > 0 && _size[b] > 0 && _size[a] != _size[b];
        bool namesDiffer = _size[a] == 0 && _size[b] == 0 && _name[a] is not null && _name[b] is not null && _name[a] != _name[b];
        if (sizesDiffer || namesDiffer)
        {
            // A tie and the loop it stands for are one mistake.
            if (!_errors.Any(e => e.Mistake == ShapeMistake.Differ && e.First == first && e.Second == second))
            {
                _errors.Add(new(ShapeMistake.Differ, node, first, Known(a), second, Known(b), tie));
            }

            return;
        }

        // The smaller parameter represents the class, so that its name is the symbol's.
        int root = Math.Min(a, b);
        int other = Math.Max(a, b);
        _size[root] = Math.Max(_size[a], _size[b]);
        _name[root] ??= _name[other];
        _parent[other] = root;
    }

    private void RequireDimensions()
    {
        for (int i = 0; i < _parent.Length; i++)
        {
            int root = Find(i);
            bool isTied = Enumerable.Range(0, _parent.Length).Any(p => Find(p) == root && _formula.Parameters[p].Role == ParameterRole.Input);
            if (IsVector(i) && _size[root] == 0 && _name[root] is null && !isTied)
            {
                _errors.Add(new(ShapeMistake.Unknown, -1, i, Undeclared, root));
            }
        }
    }

    private Dimension[] Resolve()
    {
        Dimension[] dimensions = new Dimension[_parent.Length];
        HashSet<string> taken = new(_name.Where(static n => n is not null)!, StringComparer.Ordinal);
        for (int i = 0; i < dimensions.Length; i++)
        {
            int root = Find(i);
            if (!IsVector(i))
            {
                dimensions[i] = Dimension.Scalar;
                continue;
            }

            if (_size[root] == 0 && _name[root] is null)
            {
                string symbol = _formula.Parameters[root].Name + "Length";
                while (!taken.Add(symbol))
                {
                    symbol += "_";
                }

                _name[root] = symbol;
            }

            dimensions[i] = Known(root);
        }

        return dimensions;
    }

    private void CheckIndices(Dimension[] dimensions)
    {
        for (int i = 0; i < _formula.Nodes.Count; i++)
        {
            Node node = _formula.Nodes[i];
            if (node.Op != Op.Element || _formula.Nodes[node.B].Op != Op.Constant)
            {
                continue;
            }

            double index = _formula.Nodes[node.B].Value;
            Dimension dimension = dimensions[node.A];
            if (index < 0 || (dimension.IsKnown && index >= dimension.Size))
            {
                _errors.Add(new(ShapeMistake.OutOfRange, i, node.A, dimension));
            }
        }
    }
}
