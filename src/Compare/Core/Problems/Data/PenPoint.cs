namespace Compare.Problems.Data;

/// <summary>A place on the pen's path.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
/// <param name="Radius">Half the width of the line here.</param>
/// <param name="StartsStroke">Whether the pen was lifted on the way to this point.</param>
internal readonly record struct PenPoint(double X, double Y, double Radius, bool StartsStroke);
