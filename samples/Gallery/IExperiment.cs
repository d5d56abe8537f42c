namespace MeanFieldDsl.Gallery;

/// <summary>One experiment of the literature: its model, its instance, its runs and figures, in one file.</summary>
internal interface IExperiment
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>One line on what it shows.</summary>
    string Description { get; }

    /// <summary>The file it stands in, which the report shows.</summary>
    string SourceFile { get; }

    /// <summary>What the compiler wrote about the model.</summary>
    ModelCard Card { get; }

    /// <summary>Runs it; what the context has collected is kept when it is cancelled.</summary>
    void Run(ExperimentContext context);
}
