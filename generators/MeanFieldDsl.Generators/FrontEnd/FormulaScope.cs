using System.Runtime.CompilerServices;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>The state of one formula being parsed: its nodes, where they came from, and what the names in scope mean.</summary>
internal sealed class FormulaScope(Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
{
    // Inlining can double at every level, so a formula of a few lines could otherwise keep the compiler busy for ever.
    private const int LargestWork = 200_000;

    private readonly Dictionary<ISymbol, Operand> _values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<int, SyntaxNode> _origins = [];
    private readonly Dictionary<int, List<SyntaxNode>> _places = [];
    private readonly List<HyperParameter> _hyperParameters = [];
    private int _work;

    public Compilation Compilation => compilation;

    public DiagnosticSink Sink => sink;

    public CancellationToken Cancellation => cancellation;

    public FormulaBuilder Builder { get; } = new();

    public IReadOnlyDictionary<int, SyntaxNode> Origins => _origins;

    /// <summary>For each node all expressions whose value it is: an origin and, say, the names of locals and parameters that hold it.</summary>
    public IReadOnlyDictionary<int, List<SyntaxNode>> Places => _places;

    public IReadOnlyList<HyperParameter> HyperParameters => _hyperParameters;

    /// <summary>The functions that generated code calls, and their derivatives.</summary>
    public List<PrimitiveFunction> Primitives { get; } = [];

    /// <summary>What the body says about dimensions beside its nodes, and where.</summary>
    public List<(DimensionTie Tie, SyntaxNode At)> Ties { get; } = [];

    /// <summary>The parameters of the formula that its body mentions.</summary>
    public HashSet<ISymbol> Used { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The methods and lambdas whose bodies are being parsed, outermost first.</summary>
    public List<IMethodSymbol> Calls { get; } = [];

    /// <summary>To be called once for each operation: stops on cancellation and on formulas without a reasonable size.</summary>
    public void Step()
    {
        cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_work > LargestWork)
        {
            throw new InsufficientExecutionStackException();
        }
    }

    /// <summary>A stand-in for what has no meaning; parsing goes on to find further mistakes.</summary>
    public Operand Poison()
    {
        sink.Fail();
        return Operand.Scalar(Builder.Constant(double.NaN));
    }

    public Operand Deny(SyntaxNode at, string reason) => Error(Descriptors.NotInLanguage, at, UserText.Short(at), reason);

    public Operand Error(DiagnosticDescriptor descriptor, SyntaxNode at, params object[] arguments)
    {
        sink.Report(descriptor, at, arguments);
        return Poison();
    }

    public bool TryGet(ISymbol symbol, out Operand value) => _values.TryGetValue(symbol, out value);

    public void Bind(ISymbol symbol, Operand value) => _values[symbol] = value;

    public void Unbind(ISymbol symbol) => _ = _values.Remove(symbol);

    public int HyperParameter(string name, FormulaType type, ValueDomain? domain)
    {
        int index = _hyperParameters.FindIndex(h => h.Name == name);
        if (index < 0)
        {
            index = _hyperParameters.Count;
            _hyperParameters.Add(new(name, type, domain));
        }

        return Builder.HyperParameter(index);
    }

    /// <summary>
    /// Notes that <paramref name="result"/> and the nodes from <paramref name="first"/> on were made by
    /// <paramref name="syntax"/>, unless a part of it made them.
    /// </summary>
    public void Attribute(int first, Operand result, SyntaxNode syntax)
    {
        if (!result.IsVector)
        {
            SetOrigin(result.Node, syntax);
            AddPlace(result.Node, syntax);
        }

        for (int node = first; node < Builder.Count; node++)
        {
            SetOrigin(node, syntax);
        }
    }

    /// <summary>
    /// Closing a loop rebuilds its body under the loop's final label: the new nodes inherit the origins of the old.
    /// </summary>
    public void Inherit(int oldBody, int newBody)
    {
        HashSet<(int, int)> seen = [];
        Stack<(int Old, int New)> pending = new([(oldBody, newBody)]);
        while (pending.Count > 0)
        {
            (int before, int after) = pending.Pop();
            if (before == after || Builder[before].Op != Builder[after].Op || !seen.Add((before, after)))
            {
                continue;
            }

            if (_origins.TryGetValue(before, out SyntaxNode? origin))
            {
                SetOrigin(after, origin);
            }

            if (_places.TryGetValue(before, out List<SyntaxNode>? places))
            {
                places.ForEach(place => AddPlace(after, place));
            }

            List<int> oldChildren = [];
            List<int> newChildren = [];
            FormulaGraph.ForEachChild(Builder[before], oldChildren.Add);
            FormulaGraph.ForEachChild(Builder[after], newChildren.Add);
            for (int i = 0; i < Math.Min(oldChildren.Count, newChildren.Count); i++)
            {
                pending.Push((oldChildren[i], newChildren[i]));
            }
        }
    }

    private void SetOrigin(int node, SyntaxNode syntax)
    {
        if (!_origins.ContainsKey(node))
        {
            _origins.Add(node, syntax);
        }
    }

    private void AddPlace(int node, SyntaxNode syntax)
    {
        if (!_places.TryGetValue(node, out List<SyntaxNode>? places))
        {
            _places.Add(node, places = []);
        }

        places.Add(syntax);
    }
}
