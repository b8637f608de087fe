using System;
using System.Globalization;

namespace Generated;

/// <summary>Tells whether the first line of a CSV file names the columns or is a sample, from its fields in columns of numbers.</summary>
/// <param name="options">What a missing number looks like.</param>
internal sealed class CsvFirstLine(CsvOptions options)
{
    private const int None = -1;

    // The first column whose field is of each kind.
    private int _number = None;
    private int _missing = None;
    private int _name = None;
    private int _fault = None;

    /// <summary>
    /// Whether the line names the columns: if its fields are names. Null if it may be a header or a sample with a fault: numbers are among the
    /// fields, or none looks like a name.
    /// </summary>
    public bool? IsHeader => (_number, _missing, _name, _fault) switch
    {
        ( >= 0, _, None, None) => !options.MissingAsNaN && _missing != None ? null : false,
        ( >= 0, _, _, _) => null,
        (_, _, >= 0, _) => true,
        (None, >= 0, None, None) when options.MissingAsNaN => false,
        _ => null,
    };

    /// <summary>Whether a field is what was neither expected in a header nor in a sample because a number is missing.</summary>
    public bool IsMissing => _name == None && _fault == None;

    /// <summary>Of a line that may be either: the column to blame.</summary>
    public int OddColumn => _name != None ? _name : _fault != None ? _fault : _missing;

    /// <summary>Looks at a field.</summary>
    /// <param name="column">The column.</param>
    /// <param name="field">What stands there.</param>
    /// <param name="isClass">Whether it is one of classes that are known, which are numbers.</param>
    public void Add(int column, ReadOnlySpan<char> field, bool isClass)
    {
        ref int first = ref _fault;
        if (isClass)
            first = ref _number;
        else if (options.IsMissing(field) || field.IsEmpty)
            first = ref _missing;
        else if (IsNumber(field))
            first = ref _number;
        else if (LooksLikeName(field))
            first = ref _name;
        if (first == None)
            first = column;
    }

    /// <summary>Whether a field is a number, of any size.</summary>
    public static bool IsNumber(ReadOnlySpan<char> field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a field that is no number is not a faulty one either, as <c>3..5</c>, <c>1,5e3</c>, <c>N/A</c> and <c>null</c> are.</summary>
    private static bool LooksLikeName(ReadOnlySpan<char> field)
    {
        if (field.Equals("N/A", StringComparison.OrdinalIgnoreCase) || field.Equals("null", StringComparison.OrdinalIgnoreCase))
            return false;
        bool startsAsNumber = char.IsAsciiDigit(field[0]) || field[0] is '+' or '-' or '.';
        foreach (char character in field)
        {
            if (char.IsLetter(character) && !(startsAsNumber && character is 'e' or 'E'))
                return true;
        }

        return false;
    }
}
