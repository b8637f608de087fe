using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The cells that recurrent layers are made of, by the names of their kinds.</summary>
internal enum RecurrentCell
{
    Rnn, Gru, Lstm,
}

/// <summary>A recurrent layer.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Units">The number of units.</param>
internal sealed record RecurrentSpec(RecurrentCell Cell, int Units) : LayerSpec
{
    public override string Kind => Cell.ToString();

    /// <summary>Outputs are tanh of something, or between such.</summary>
    public override string Values => Kind;

    public override bool HasMemory => true;
}

/// <summary>Reads <c>[Rnn(units)]</c>, <c>[Gru(units)]</c> and <c>[Lstm(units)]</c>.</summary>
internal sealed class RecurrentDeclaration(RecurrentCell cell) : LayerDeclaration
{
    public static readonly RecurrentDeclaration Rnn = new(RecurrentCell.Rnn), Gru = new(RecurrentCell.Gru), Lstm = new(RecurrentCell.Lstm);

    public override IReadOnlyList<SizeArgument> Sizes { get; } = [new("units", "units")];

    public override LayerSpec? Read(AttributeData attribute) => attribute.ReadInt("units") is { } units ? new RecurrentSpec(cell, units) : null;
}
