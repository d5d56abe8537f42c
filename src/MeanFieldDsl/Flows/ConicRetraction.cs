namespace MeanFieldDsl;

/// <summary>How a step of conic descent changes the root r of a mass, with the derivative J' of F in mass and the step α (Chizat 2019, section 2.2).</summary>
public enum ConicRetraction
{
    /// <summary>r ← r e^(−2αJ'): mirror descent in the masses with the entropy; no mass reaches 0 in finitely many steps.</summary>
    Mirror,

    /// <summary>r ← r (1 − 2αJ'): gradient descent in r.</summary>
    Canonical,
}
